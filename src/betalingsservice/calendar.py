"""Banking days in Denmark: the computed list for every year, and an operator's corrections laid over it.

Source: BP-83 and betalingsservice.md 14.1. All days are banking days except Saturdays, Sundays and the days of
`closed_days`. Days are calendar days in Copenhagen; nothing here has a time of day, so summer time plays no part.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from betalingsservice.overlay import Overlay
from betalingsservice.words import Words

FIRST_YEAR, LAST_YEAR = 2000, 2100
_DAY = timedelta(days=1)
_LAST_GENERAL_PRAYER_DAY = 2023  # store bededag was abolished from 2024


class ClosedDay(NamedTuple):
    """A day on which banks are closed, and what it is called."""

    day: date
    name: Words


class NonBankingDay(StrEnum):
    """Where a payment goes that falls on a day when banks are closed: chosen in the creditor agreement (14.2)."""

    FOLLOWING = "following"
    PRECEDING = "preceding"


_MOVING = {
    -3: Words("skærtorsdag", "Maundy Thursday"),
    -2: Words("langfredag", "Good Friday"),
    +1: Words("2. påskedag", "Easter Monday"),
    +39: Words("Kristi himmelfartsdag", "Ascension Day"),
    +40: Words("fredag efter Kristi himmelfartsdag", "Friday after Ascension Day"),
    +50: Words("2. pinsedag", "Whit Monday"),
}
_GENERAL_PRAYER_DAY = (+26, Words("store bededag", "General Prayer Day"))
_FIXED = {
    (1, 1): Words("nytårsdag", "New Year's Day"),
    (6, 5): Words("grundlovsdag", "Constitution Day"),
    (12, 24): Words("juleaftensdag", "Christmas Eve"),
    (12, 25): Words("juledag", "Christmas Day"),
    (12, 26): Words("2. juledag", "Boxing Day"),
    (12, 31): Words("nytårsaftensdag", "New Year's Eve"),
}


def easter(year: int) -> date:
    """Easter Sunday of the year in the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


@cache
def closed_days(year: int) -> tuple[ClosedDay, ...]:
    """BP-83: the named days of a year on which banks are closed, in order; weekends are not among them.

    A named day that falls on a Saturday or Sunday is listed all the same. Where two fall on one day (5 June and a
    moving feast), the moving feast gives the name.
    """
    moving = dict(_MOVING)
    if year <= _LAST_GENERAL_PRAYER_DAY:
        moving[_GENERAL_PRAYER_DAY[0]] = _GENERAL_PRAYER_DAY[1]
    named = {date(year, *month_and_day): name for month_and_day, name in _FIXED.items()}
    named |= {easter(year) + offset * _DAY: name for offset, name in moving.items()}
    return tuple(ClosedDay(day, named[day]) for day in sorted(named))


@cache
def _computed(year: int) -> frozenset[date]:
    return frozenset(closed.day for closed in closed_days(year))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The banking days: computed by the rules, corrected by an overlay that the operator may edit.

    Every year that a `date` can hold is answered; 2000 to 2100 (`FIRST_YEAR`, `LAST_YEAR`) are what BP-83 is for.
    The moves raise OverflowError where no such day exists in a `date`.
    """

    overlay: Overlay = field(default_factory=Overlay)

    def is_banking_day(self, day: date) -> bool:
        """Whether banks are open on the day."""
        if day in self.overlay.open:
            return True
        return day.weekday() < 5 and day not in self.overlay.closed and day not in _computed(day.year)

    def closed_days(self, year: int) -> tuple[ClosedDay, ...]:
        """The named closed days of a year with the overlay's corrections, in order."""
        named = {closed.day: closed.name for closed in closed_days(year)}
        named |= {day: name for day, name in self.overlay.closed.items() if day.year == year}
        return tuple(ClosedDay(day, named[day]) for day in sorted(named) if day not in self.overlay.open)

    def following(self, day: date) -> date:
        """The day itself when banks are open on it, else the first banking day after it."""
        while not self.is_banking_day(day):
            day += _DAY
        return day

    def preceding(self, day: date) -> date:
        """The day itself when banks are open on it, else the last banking day before it."""
        while not self.is_banking_day(day):
            day -= _DAY
        return day

    def payment_day(self, day: date, *, rule: NonBankingDay = NonBankingDay.FOLLOWING) -> date:
        """14.2: the day on which a payment due on `day` is made, by the creditor agreement's choice."""
        return self.following(day) if rule is NonBankingDay.FOLLOWING else self.preceding(day)

    def add(self, day: date, *, banking_days: int) -> date:
        """The banking day that is so many banking days after `day` (before it, when negative); `day` is not counted.

        Zero gives the day itself, open or not.
        """
        step = _DAY if banking_days > 0 else -_DAY
        for _ in range(abs(banking_days)):
            day += step
            while not self.is_banking_day(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """How many banking days there are from `first` to `last`, both counted; none when `last` is earlier."""
        return sum(self.is_banking_day(first + number * _DAY) for number in range((last - first).days + 1))

    def of_month(self, year: int, month: int) -> Iterator[date]:
        """The banking days of a month, in order."""
        for number in range(1, monthrange(year, month)[1] + 1):
            day = date(year, month, number)
            if self.is_banking_day(day):
                yield day


COMPUTED = Calendar()


def is_banking_day(day: date) -> bool:
    """BP-83 without any overlay: whether banks are open on the day."""
    return COMPUTED.is_banking_day(day)
