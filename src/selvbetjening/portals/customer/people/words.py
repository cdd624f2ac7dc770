"""Roles and refusals of the people pages in words (XB-32)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: Final[dict[str, Promise]] = {
    "owner": _("Owner: may do everything, also decide who is on the account"),
    "billing": _("Billing: changes subscriptions and details, and handles invoices"),
    "reader": _("Reader: sees invoices and subscriptions"),
    "accountant": _("Bookkeeper: sees invoices and subscriptions until a last day"),
}
SHORT: Final[dict[str, Promise]] = {
    "owner": _("Owner"),
    "billing": _("Billing"),
    "reader": _("Reader"),
    "accountant": _("Bookkeeper"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "last_owner": _("An account needs an owner who can log in. Make somebody else an owner first."),
    "known_here": _("This address is on the account already."),
    "too_often": _("Too many mails were asked for within the last hour. Wait an hour and try again."),
    "too_many": _("So many are invited already. Take an invitation back, or wait until it has been answered."),
    "required": _("Fill in this field."),
    "past": _("The day must lie ahead."),
    "too_long": _("This is too long."),
    "too_long_a_time": _("A year at most. Choose an earlier day."),
    "characters": _("There is a character in it that cannot be printed. Type it again."),
    "email": _("This is not an e-mail address. Look it over."),
    "unknown": _("Choose one of the options."),
    "too_late": _("It is too late to undo this. Invite the person again."),
    "same": _("This is your address already."),
}


def refusal(reason: str) -> str:
    """The sentence for a reason code."""
    return str(REFUSALS[reason])
