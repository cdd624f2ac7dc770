"""What a notice says of Betalingsservice: the line, its files, and what somebody has to do (BP-77, 17.1)."""

from typing import Final

from selvbetjening.kernel.wording import gettext_noop

#: By what has happened.
DEBITS: Final[dict[str, str]] = {
    "line_down": gettext_noop(
        "The line to Betalingsservice has been down for some hours. It is tried again by itself."
    ),
    "line_back": gettext_noop("The line to Betalingsservice works again. What waited has been sent."),
    "file_refused": gettext_noop("A file could not be sent to Betalingsservice. It waits for you."),
    "file_held": gettext_noop("A file from Betalingsservice is held. Nothing of it is booked before you have decided."),
    "unmatched": gettext_noop("Betalingsservice has answered something that belongs to nothing here. Look at it."),
    "order_refused": gettext_noop("Betalingsservice did not sign a customer up. See why, and what you can do."),
    "by_hand": gettext_noop(
        "A collection cannot be taken back by a file. Ask Betalingsservice to leave it out, before the payment day."
    ),
    "silent": gettext_noop(
        "Betalingsservice has not answered about invoices whose day has gone by. Say what is to become of them."
    ),
}
