"""Mails to a company's own people about Betalingsservice: something is in the way, or waits for them."""

from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language

Trouble = Literal[
    "line_down", "line_back", "file_refused", "file_held", "unmatched", "order_refused", "by_hand", "silent"
]

_SUBJECTS: Final[dict[str, Promise]] = {
    "line_down": gettext_lazy("The line to Betalingsservice is down"),
    "line_back": gettext_lazy("The line to Betalingsservice works again"),
    "file_refused": gettext_lazy("A file was not sent to Betalingsservice"),
    "file_held": gettext_lazy("A file from Betalingsservice waits for you"),
    "unmatched": gettext_lazy("Betalingsservice has answered something that belongs to nothing"),
    "order_refused": gettext_lazy("Betalingsservice did not sign a customer up"),
    "by_hand": gettext_lazy("Ask Betalingsservice to leave a collection out"),
    "silent": gettext_lazy("Betalingsservice has not answered about some invoices"),
}
_WHAT: Final[dict[str, Promise]] = {
    "line_down": gettext_lazy(
        "We have not reached it for some hours. It is tried again by itself, and nothing is lost; but what is not"
        " handed in before the deadline is not collected."
    ),
    "line_back": gettext_lazy("What waited has been sent, and what lay ready has been fetched."),
    "file_refused": gettext_lazy("It waits for you. See why, and what you can do."),
    "file_held": gettext_lazy("Nothing of it is booked before somebody has looked at it and decided."),
    "unmatched": gettext_lazy("Money may have moved. Nothing is booked of a guess: look at it, and deal with it."),
    "order_refused": gettext_lazy("The customer has got a mail, and pays as before. See why, and ask again."),
    "by_hand": gettext_lazy(
        "It was taken back here, but no file could tell Betalingsservice. Call and ask, before the payment day: else"
        " the customer is debited."
    ),
    "silent": gettext_lazy(
        "The payment day has gone by, and so has the time in which answers come. Ask Betalingsservice whether it took"
        " the file; then say whether the invoices are collected again, or paid by the customers."
    ),
}


def debit_trouble(*, sender: Sender, language: Language, trouble: Trouble, detail: str, path: str) -> Letter:
    """One thing about Betalingsservice that somebody has to know; at most one a day of each. `detail` may be empty.

    No payer, customer number or amount is in it: they are behind the button.
    """
    with override(language):
        rows = [(_("Company"), sender.name)]
        rows += [(_("Why"), plain(text=detail, longest=300))] if detail else []
        return letter(
            "debit_trouble",
            str(_SUBJECTS[trouble]),
            Words(str(_WHAT[trouble])),
            Facts(rows),
            *way(_("Look at it"), sender, path),
            Words(_("You get one mail a day of this kind at most, however often it happens."), "quiet"),
            sender=sender,
            language=language,
        )
