"""The words of disputes and of more time to pay."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Final[dict[str, Promise]] = {
    "not_ordered": _("I have not ordered it"),
    "not_received": _("I have not received it"),
    "faulty": _("There is something wrong with it"),
    "wrong_price": _("The price is wrong"),
    "already_paid": _("I have paid it already"),
    "other": _("Something else"),
}

STATES: Final[dict[str, Promise]] = {
    "open": _("Waits for an answer"),
    "answered": _("Answered"),
    "accepted": _("Accepted"),
    "partly": _("Partly accepted"),
    "rejected": _("Turned down"),
    "withdrawn": _("Taken back"),
}

REFUSED: Final[dict[str, Promise]] = {
    "reason": _("Choose what is wrong."),
    "text": _("Write what is wrong."),
    "too_long": _("This is too long. Write at most 2,000 characters."),
    "card_number": _("This looks like a card number. Remove it: we must never keep card numbers."),
    "too_many_files": _("These are too many files. Send at most three at a time."),
    "file_type": _("Send PDF, JPEG or PNG files only."),
    "file_size": _("A file is empty or too large. Each may be 4 MB at most."),
    "too_many_messages": _("There are very many messages here already. Contact us instead."),
    "closed": _("This dispute is over."),
    "already": _("This line has been disputed before."),
    "nothing_left": _("There is nothing left to pay of this line."),
    "handed_over": _("The invoice has been handed over to collection. Contact us instead."),
}

NO_RESPITE: Final[dict[str, Promise]] = {
    "paid": _("The invoice is paid."),
    "disputed": _("You have disputed a part of the invoice. Wait for the answer first."),
    "handed_over": _("The invoice has been handed over to collection. Contact us instead."),
    "already": _("The invoice has had more time once already."),
    "limit": _("You have used your deferrals for this year."),
    "plan": _("You pay this invoice in instalments already."),
    "off": _("This is not offered."),
    "parts": _("Choose one of the numbers."),
    "part_too_small": _("The amount is too small to be split."),
    "lapsed": _("The invoice is too old for that. Contact us instead."),
}
