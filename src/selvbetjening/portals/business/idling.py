"""When this visit ends by itself, for the word at the foot of every page and the warning before it (BP-07)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from selvbetjening.domain.identity.queries.business_sessions import BusinessRow
from selvbetjening.kernel import clock
from selvbetjening.portals.sessions.business import BUSINESS_ABSOLUTE, BUSINESS_IDLE
from selvbetjening.portals.sessions.store import SEEN_AGAIN


@dataclass(frozen=True, slots=True)
class Idle:
    """Whole seconds from now: until nobody has pressed for too long, how long that is, and until the login is over."""

    left: int
    whole: int
    last: int
    until: datetime


def idle_of(request: Any) -> Idle | None:
    """Of a person's visit; None for a stranger, and for an operator, whose visit is short and has a reason."""
    row: BusinessRow | None = getattr(request.session, "row", None)
    if request.proven is None or row is None:
        return None
    now = clock.now()
    # A visit that was noted less than a minute ago is not noted again: what is said must never be too late.
    seen = row.last_seen_at if now - row.last_seen_at < SEEN_AGAIN else now
    last = min(row.created_at + BUSINESS_ABSOLUTE, row.ends_at or row.created_at + BUSINESS_ABSOLUTE)
    idle = seen + BUSINESS_IDLE
    whole = int(BUSINESS_IDLE.total_seconds())
    return Idle(int((idle - now).total_seconds()), whole, int((last - now).total_seconds()), min(idle, last))
