"""The way to a new Access Manager where none is left (BM-11, BP-33): when it is open, and how long it waits. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.holidays import is_banking_day

#: A manager who has not logged in for so long is as none, when somebody asks.
ABSENT: Final = timedelta(days=60)
DEPUTY_WAITS: Final = timedelta(hours=72)
SIGNATORY_BANK_DAYS: Final = 5
#: Stopped so often within a year, it goes to staff.
STOPS: Final = 2
#: Distinct operators who must agree where only staff is left (BP-33).
OPERATORS: Final = 2


def is_open(*, last_logins: Iterable[datetime | None], at: datetime) -> bool:
    """Whether a succession may begin: no active manager, or none who has logged in within sixty days.

    `last_logins` are those of the active managers.
    """
    return not any(last is not None and at - last < ABSENT for last in last_logins)


def due_at(*, path: str, at: datetime) -> datetime:
    """When the wait is over: 72 hours for a deputy, five banking days for a signatory and for staff."""
    if path == "deputy":
        return at + DEPUTY_WAITS
    day, left = copenhagen_day(at), SIGNATORY_BANK_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_banking_day(day)
    return start_of_day(day + timedelta(days=1))
