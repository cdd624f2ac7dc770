"""Who may be on an account, in which role and for how long. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol
from uuid import UUID

from selvbetjening.domain.accounts.rules.details import has_control_characters
from selvbetjening.domain.accounts.rules.refusal import Refused
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email

ROLES: Final = ("owner", "billing", "reader", "accountant")
SCOPES: Final = ("documents", "usage")
LONGEST_NAME: Final = 120
#: A removed recipient can be brought back for so long; an invitation can be accepted for so long (SEC-56).
UNDO: Final = timedelta(days=30)
INVITATION: Final = timedelta(hours=72)
EMAIL_CHANGE: Final = timedelta(hours=24)
#: Wrong codes on one change of address; it is void then.
CODE_TRIES: Final = 5
#: How many days before its end a bookkeeper hears of it (CM-08).
WARNED_DAYS: Final = 14


@dataclass(frozen=True, kw_only=True)
class RecipientDetails:
    """A recipient as a form or a file gives it. `ends_on` is the first day without access; a bookkeeper has one."""

    name: str
    email: str
    receive_invoice: bool = True
    receive_payment_confirmation: bool = True
    receive_subscription_notifications: bool = True
    role: str = "owner"
    ends_on: date | None = None


class Owning(Protocol):
    """A recipient as far as the guard of the last owner needs to know it."""

    @property
    def id(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def has_self_service_access(self) -> bool: ...


def checked_name(*, name: str) -> str:
    """The name, trimmed. Raises `Refused` (`required`, `too_long`, `characters`)."""
    found = name.strip()
    if not found:
        raise Refused("required", field="name")
    if len(found) > LONGEST_NAME:
        raise Refused("too_long", field="name")
    if has_control_characters(text=found):
        raise Refused("characters", field="name")
    return found


def checked_email(*, email: str) -> str:
    """The address in its one form (LG-01). Raises `Refused("email")`."""
    try:
        return normalise_email(email)
    except InvalidEmail:
        raise Refused("email", field="email") from None


def check_role(*, role: str, ends_on: date | None, today: date | None = None) -> None:
    """XB-32: a known role; a bookkeeper has a last day. Raises `Refused` (`unknown`, `required`, `past`)."""
    if role not in ROLES:
        raise Refused("unknown", field="role")
    if role == "accountant" and ends_on is None:
        raise Refused("required", field="ends_on")
    if today is not None and ends_on is not None and ends_on <= today:
        raise Refused("past", field="ends_on")


def owns(*, person: Owning) -> bool:
    """Whether this recipient can act as an owner for good: it may log in, and does not end by itself."""
    return person.role == "owner" and person.has_self_service_access and person.ends_on is None


def keep_an_owner(*, before: Iterable[Owning], after: Iterable[Owning]) -> None:
    """XB-32: an account that has an owner keeps one. Raises `Refused("last_owner")`.

    An account that had none, because the company barred the last one, is not made worse by any other change.
    """
    if any(owns(person=person) for person in before) and not any(owns(person=person) for person in after):
        raise Refused("last_owner", field="role")


def check_grant(*, scopes: Collection[str], today: date, ends_on: date) -> None:
    """CM-08: known scopes, at least one, and twelve months at most.

    Raises `Refused` (`unknown`, `past`, `too_long_a_time`).
    """
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Refused("unknown", field="scopes")
    if ends_on <= today:
        raise Refused("past", field="ends_on")
    if ends_on > a_year_after(day=today):
        raise Refused("too_long_a_time", field="ends_on")


def a_year_after(*, day: date) -> date:
    """The same day a year later; after 29 February, 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
