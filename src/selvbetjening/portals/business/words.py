"""Codes of the business portal in words: refusals, roles, states."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.access.rules.refusals import REFUSALS, Words
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.formatting import format_day
from selvbetjening.ui.components.values import language

_ROUND_UP: Final = timedelta(minutes=1) - timedelta(microseconds=1)

#: What the login itself refuses before anybody is proven (annex J): status, words and the way on.
LOGIN: Final[dict[str, tuple[int, Promise, str]]] = {
    "LOGIN-01": (200, _("You stopped the login. Try again when you are ready."), "login"),
    "LOGIN-02": (
        403,
        _("You logged in with your private MitID. Here you need MitID Erhverv that belongs to the company."),
        "login",
    ),
    "LOGIN-03": (
        403, _("Your login has too low a level of assurance. Log in again at level %(level)s at least."), "login"
    ),
    "LOGIN-04": (400, _("The login could not be completed. Try again."), "login"),
    "LOGIN-10": (503, _("Login with MitID is not available right now."), "phone"),
    "LOGIN-11": (429, _("Too many attempts. Try again in %(minutes)s minutes."), ""),
}  # fmt: skip

ROLES: Final[dict[str, Promise]] = {
    "user": pgettext_lazy("role in a company", "User"),
    "access_manager": _("Access Manager"),
}
MEMBER_STATES: Final[dict[str, tuple[str, Promise]]] = {
    "active": ("active", pgettext_lazy("a user's state", "Active")),
    "suspended": ("failed", pgettext_lazy("a user's state", "Suspended")),
    "expired": ("ending", pgettext_lazy("a user's state", "Expired")),
    "deleted": ("failed", pgettext_lazy("a user's state", "Deleted")),
    "anonymised": ("failed", pgettext_lazy("a user's state", "Deleted")),
}
INVITATION_STATES: Final[dict[str, tuple[str, Promise]]] = {
    "pending": ("open", _("Waits for an answer")),
    "awaiting_confirmation": ("ending", _("Waits for your yes: another name")),
    "awaiting_approval": ("ending", _("Waits for a second Access Manager")),
    "accepted": ("active", _("Accepted")),
    "rejected": ("failed", _("Turned down")),
    "declined": ("failed", _("Declined by the invited person")),
    "revoked": ("failed", _("Withdrawn")),
    "expired": ("ending", pgettext_lazy("an invitation's state", "Expired")),
}
GRANT_STATES: Final[dict[str, tuple[str, Promise]]] = {
    "waiting": ("ending", _("Waits for the company's agreement")),
    "active": ("active", pgettext_lazy("an access's state", "Active")),
    "fading": ("ending", _("Ends soon: not used for long")),
    "expired": ("ending", pgettext_lazy("an access's state", "Ended")),
    "removed": ("failed", pgettext_lazy("an access's state", "Removed")),
    #: None of its own: whoever holds it is suspended, or a user no more, so it opens nothing.
    "off": ("failed", pgettext_lazy("an access's state", "Switched off")),
}
ACTIONS: Final[dict[str, Promise]] = {
    "view": _("look"),
    "customers": _("customers"),
    "money": _("money"),
    "plans": _("plans and prices"),
    "settings": _("settings"),
    "export": _("export"),
    "view_as": _("look as a customer"),
    "link": _("link"),
    "fetch": _("fetch"),
    "send": _("send"),
    "keys": _("keys"),
    "approve": _("approve"),
    "edit": _("edit"),
    "draft": _("draft"),
    "sign": _("sign"),
}
#: What somebody may not do who has the solution, but not this part of it (BM-12); the rest is said by `ACC-01`.
MISSING: Final[dict[str, Promise]] = {
    "selvbetjening.view": _("You may not look at what is in Selvbetjening."),
    "selvbetjening.customers": _("You may not change customers and subscriptions in Selvbetjening."),
    "selvbetjening.money": _("You may not work with invoices and payments in Selvbetjening."),
    "selvbetjening.plans": _("You may not change plans and prices in Selvbetjening."),
    "selvbetjening.settings": _("You may not change settings in Selvbetjening."),
    "selvbetjening.export": _("You may not fetch lists from Selvbetjening."),
    "selvbetjening.view_as": _("You may not look at the portal as a customer."),
}
#: What is confirmed with MitID, by class of acts (BP-08).
CLASSES: Final[dict[str, Promise]] = {
    "managers": _("Who is Access Manager in the company"),
    "members": _("Who has access to the company"),
    "policies": _("The company's rules for access"),
    "export": _("A list of users, customers or postings"),
    "gateways": _("The company's agreements with payment companies"),
    "payment_details": _("Where your customers pay to"),
    "review": _("The review of who has access"),
    "files": _("Sending and approving files"),
    "keys": _("Keys and users of the SFTP server"),
    "webhooks": _("The company's webhooks, through which its data go to other machines"),
    "api": _("The company's API users, whose tokens open its data to programs"),
}
_FIELDS: Final[dict[str, Promise]] = {
    "required": _("This must be filled in."),
    "too_long": _("This is too long."),
    "characters": _("This holds characters that cannot be seen."),
    "email": _("This is not an e-mail address."),
    "phone": _("Write the telephone number with digits and blanks, at least 5 digits, such as +45 12 34 56 78."),
    "unknown": _("This is not known."),
    "past": _("The day must lie ahead."),
    "too_late": _("This day lies too far ahead."),
    "cvr_form": _("A CVR number has 8 digits."),
    "reason": _("Write a reason of at most 200 characters."),
    "own_company": _("This is your own company's CVR number. Invite the person as a colleague instead."),
    "surname": _("This is not the person's surname."),
    "too_many": _("This is more than can be sent at once."),
    "gone": _("Somebody has dealt with it already."),
    "changed": _("What is asked for has been changed since you saw it. Look at it as it is now, and answer again."),
    "not_open": _("An Access Manager has been here within the last 60 days. Nobody else can take over."),
    "external": _("An external partner cannot do this."),
    "staff": _("This has been stopped twice within a year. Call us."),
    "two_persons": _("This must be done by two different persons."),
    "too_soon": _("This was done a moment ago. Wait a little."),
    "range": _("This is outside what is allowed."),
    "production_closed": _("Production is not open for the company. Choose Test; an Access Manager opens production."),
    "external_manager": _("The company's rules let no external partner be Access Manager."),
}


def status_of(code: str) -> int:
    """The answer's HTTP status for a code of annex J. Raises KeyError for an unknown one."""
    return LOGIN[code][0] if code in LOGIN else REFUSALS[code].status


def way_of(code: str) -> str:
    """What the refusal page offers as the next step, by annex J."""
    return LOGIN[code][2] if code in LOGIN else REFUSALS[code].way


def sentence(code: str, **values: object) -> str:
    """The refusal in words; a place without a value is left out politely."""
    found = LOGIN.get(code)
    known: Words | None = REFUSALS.get(code)
    text = str(found[1]) if found else gettext(known.text) if known else str(_FIELDS.get(code, code))
    said = {name: again_at(value) if isinstance(value, datetime) else value for name, value in values.items()}
    return text % _Given(said) if "%(" in text else text


def again_at(moment: datetime) -> str:
    """From when something may be tried again, as people say it: `kl. 10.39`, with the day where it is another one.

    A begun minute counts as a whole one, so that whoever comes then is not a second too early.
    """
    then, now = (each.astimezone(COPENHAGEN) for each in (moment + _ROUND_UP, clock.now()))
    time = f"{then:%H:%M}" if language() == "en" else f"{then:%H.%M}"
    if then.date() == now.date():
        return gettext("at %(time)s") % {"time": time}
    return gettext("on %(day)s at %(time)s") % {"day": format_day(then.date(), language()), "time": time}


class _Given(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"
