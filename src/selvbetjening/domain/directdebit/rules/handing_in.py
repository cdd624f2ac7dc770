"""When a collection or a mandate is handed in to an external Betalingsservice (14.2, U13, U14)."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from betalingsservice.calendar import Calendar
from betalingsservice.deadlines import COPENHAGEN, Month, cycle
from selvbetjening.kernel.days import copenhagen_day

#: So many banking days before the deadline's own: late enough to be withdrawn without a trace, early enough for a line
#: that is down over a weekend, and for what 0621 may have against it.
BANKING_DAYS_BEFORE: Final = 3
#: Mandates leave at this hour of each banking day: until then they can be taken back, and an hour and a half is left
#: for the line before the bank's own time (17:30).
MANDATES_LEAVE: Final = time(16)


class Hand(StrEnum):
    """Whether a collection waits, is to be handed in now, or has missed its month."""

    WAITS = "waits"
    NOW = "now"
    MISSED = "missed"


def hand_of(*, due_on: date, at: datetime, is_test: bool, calendar: Calendar) -> Hand:
    """What is to be done at a moment about a collection due on a banking day that is in no file yet.

    Between the ordinary deadline and the late one it is still handed in: it was asked for in time, and a fee is less
    than a month. In the test environment there is no deadline to wait for.
    """
    found = cycle(Month.of(due_on), calendar=calendar)
    if is_test:
        return Hand.NOW if due_on > copenhagen_day(at) else Hand.MISSED
    if at >= found.late:
        return Hand.MISSED
    first = calendar.add(copenhagen_day(found.ordinary), banking_days=-BANKING_DAYS_BEFORE)
    return Hand.NOW if copenhagen_day(at) >= first else Hand.WAITS


def leaves_at(*, made_at: datetime, is_test: bool, calendar: Calendar) -> datetime:
    """When a mandate that was ordered at a moment is handed in: at 16 on a banking day; tests at once."""
    if is_test:
        return made_at
    local = made_at.astimezone(COPENHAGEN)
    day = local.date() if local.time() < MANDATES_LEAVE else local.date() + timedelta(days=1)
    return datetime.combine(calendar.following(day), MANDATES_LEAVE, COPENHAGEN)
