"""What a login link is worth at a moment (LG-07, LG-09, LG-10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

State = Literal["open", "expired", "used", "voided", "unknown"]
Purpose = Literal["login", "signup"]

#: Wrong codes on one link; after that only the browser that asked can use it (LG-09).
CODE_TRIES: Final = 5


def state(*, expires_at: datetime, spent_at: datetime | None, voided_at: datetime | None, at: datetime) -> State:
    """Used counts before voided, and voided before expired: the first thing that happened to it."""
    if spent_at is not None:
        return "used"
    if voided_at is not None:
        return "voided"
    return "expired" if at >= expires_at else "open"


def landing_path(*, token: str) -> str:
    """The address in the mail; the customer door's `login_link` is this path."""
    return f"/log-ind/link/{token}/"


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the page behind a link has to say.

    `code_needed`: this browser is not the one that asked. `code_usable`: the code has tries left. `opened_before_at`:
    somebody, likely a mail scanner, opened it before this browser did (CM-11). `expires_at`: None for an unknown link.
    """

    state: State
    purpose: Purpose = "login"
    code_needed: bool = True
    code_usable: bool = False
    opened_before_at: datetime | None = None
    expires_at: datetime | None = None


Result = Literal["logged_in", "choose", "signup", "dead", "code_needed", "wrong_code", "too_many"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a press came to: `recipient` with `logged_in`, proven `email` with `signup`, `again_at` with `too_many`.

    With `choose` the mailbox is proven and nobody is in yet: `identity` is what it proved (XB-06, XB-07).
    """

    result: Result
    recipient: UUID | None = None
    identity: UUID | None = None
    email: str = ""
    wanted_path: str = ""
    again_at: datetime | None = None
