"""Days of running periods, measured by the real periods of the terms in question (SU-05)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from selvbetjening.kernel.periods import Interval, Period, periods_until


class Part(NamedTuple):
    """Days of one real period, and how many days that period has."""

    days: Period
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether these are all of its days."""
        return self.days.days == self.of

    @property
    def weight(self) -> Fraction:
        """Which share of the period they are, exactly."""
        return Fraction(self.days.days, self.of)


def parts(*, days: Period, current: Period, interval: Interval, anchor_day: int) -> list[Part]:
    """`days` cut where the interval's periods begin, counted from the day that the current period began.

    So a month in the middle of a year has its own 28 to 31 days, and not those of the first month of that year.
    """
    whole = periods_until(current.starts_on, interval, anchor_day=anchor_day, until=days.last_day)
    return [
        Part(Period(max(own.starts_on, days.starts_on), min(own.ends_on, days.ends_on)), own.days)
        for own in whole
        if own.ends_on > days.starts_on
    ]


def weight(*, of: Iterable[Part]) -> Fraction:
    """How many periods the parts make up, exactly."""
    return sum((part.weight for part in of), Fraction(0))
