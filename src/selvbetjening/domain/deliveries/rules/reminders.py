"""When somebody is reminded of a file that waits for a human, and when it has waited long enough. Pure."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from selvbetjening.kernel.days import copenhagen_day

#: Before a deadline, to whoever may approve (BM-04).
BEFORE: Final = (timedelta(hours=24), timedelta(hours=4), timedelta(hours=1))
#: A possible duplicate that nobody decided on is taken back after so many banking days (annex D.3).
HELD_DAYS: Final = 5


def reminders_due(*, since: datetime, deadline: datetime | None, approval: bool, at: datetime) -> int:
    """How many reminders should have gone out by now. Without a deadline, or after it, none.

    A possible duplicate: one, when half of the time to the deadline is over. An approval: a day, four hours and one
    hour before it; those that were past already when the file began to wait are left out.
    """
    if deadline is None or deadline <= since:
        return 0
    moments = [deadline - early for early in BEFORE] if approval else [since + (deadline - since) / 2]
    return sum(1 for moment in moments if since < moment <= min(at, deadline))


def waited_out(*, since: datetime, at: datetime, is_banking_day: Callable[[date], bool]) -> bool:
    """Whether five banking days have passed since the day on which it was held, that day not counted."""
    day, last = copenhagen_day(since), copenhagen_day(at)
    passed = 0
    while day < last:
        day += timedelta(days=1)
        passed += is_banking_day(day)
    return passed > HELD_DAYS
