"""What a login with an eID must be worth, by what it is for (BP-01, BP-07, BP-08, annex A.3 and A.4). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

Purpose = Literal["login", "step_up", "invitation", "check", "sign"]

#: A way to the broker and back is open this long, and spent by the first answer (annex A.3 no. 2).
OPEN: Final = timedelta(minutes=10)
#: How old the broker's own login may be (annex A.3 no. 9).
LOGIN_AGE: Final = timedelta(hours=8)
STEP_UP_AGE: Final = timedelta(minutes=5)
#: A step-up counts this long, for one class of acts in one company and one session (SEC-31).
STEP_UP_LASTS: Final = timedelta(minutes=5)
#: The broker's clock may be this far behind ours when a login is asked for afresh (annex A.4).
CLOCKS_DIFFER: Final = timedelta(seconds=30)
#: The longest that a session lives, and the longest between two visits (BP-07, SEC-26).
SESSION_LASTS: Final = timedelta(hours=8)
SESSION_IDLE: Final = timedelta(minutes=30)

#: What the ID token of a session is sealed for; it is opened again only to end the broker's session, too.
ID_TOKEN: Final = "identity.business_session.id_token"  # noqa: S105

#: These ask for a login made just now, by the person who is here already.
AFRESH: Final[frozenset[str]] = frozenset({"step_up", "sign"})


def max_age(*, purpose: str) -> timedelta:
    """How old the login may be that the broker remembers."""
    return STEP_UP_AGE if purpose in AFRESH else LOGIN_AGE


def not_before(*, purpose: str, asked_at: datetime) -> datetime | None:
    """The earliest moment that a login made afresh may have happened at (annex A.4)."""
    return asked_at - CLOCKS_DIFFER if purpose in AFRESH else None


def session_ends_at(*, began_at: datetime, broker_says: datetime | None) -> datetime:
    """Eight hours after the login, and never past the broker's own session (BP-07)."""
    longest = began_at + SESSION_LASTS
    return longest if broker_says is None else min(longest, broker_says)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was kept of a way to the broker, for the page behind it. `kept` is the form that waited, opened."""

    id: UUID
    purpose: str
    broker: str
    wanted_path: str
    invitation_organization: UUID | None
    invitation: UUID | None
    session_digest: bytes | None = field(repr=False)
    action_class: str
    organization: UUID | None
    kept: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class StepUp:
    """One confirmation: a class of acts, in one company, until a moment (SEC-31)."""

    action_class: str
    organization: str
    until: datetime

    def as_data(self) -> dict[str, str]:
        """As the session's row keeps it."""
        return {"class": self.action_class, "organization": self.organization, "until": self.until.isoformat()}


def covers(*, data: Mapping[str, str], action_class: str, organization: UUID | None, at: datetime) -> bool:
    """Whether this kept confirmation still stands for this class in this company."""
    return (
        data.get("class") == action_class
        and data.get("organization") == str(organization or "")
        and at < datetime.fromisoformat(data["until"])
    )
