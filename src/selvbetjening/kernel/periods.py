"""Periods and how one follows another: half-open, in Copenhagen days."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, get_args

from selvbetjening.kernel.money import Money

Unit = Literal["day", "week", "month", "year"]

_DAYS_PER_MONTH = Fraction(1461, 48)  # 365.25 / 12


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `starts_on` up to, not including, `ends_on`. Raises ValueError when there is no day in it."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on <= self.starts_on:
            raise ValueError(f"no day between {self.starts_on} and {self.ends_on}")

    @property
    def days(self) -> int:
        """How many days it holds, at least one."""
        return (self.ends_on - self.starts_on).days

    @property
    def last_day(self) -> date:
        """The last day in it."""
        return self.ends_on - timedelta(days=1)

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.starts_on <= day < self.ends_on


@dataclass(frozen=True, slots=True)
class Interval:
    """How often: every `count` units. Raises ValueError for an unknown unit or a count below one."""

    unit: Unit
    count: int

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise ValueError(f"unknown unit: {self.unit!r}")
        if self.count < 1:
            raise ValueError("an interval counts from one")


def step(day: date, interval: Interval, *, anchor_day: int) -> date:
    """The first day of the period after the one that starts on `day`.

    Months and years keep `anchor_day` (1–31, the day of the month agreed at the start) as far as the month has
    it: 31 January → 28 February → 31 March. Days and weeks have no use for it. Raises ValueError.
    """
    if not 1 <= anchor_day <= 31:
        raise ValueError(f"no month has a day {anchor_day}")
    if interval.unit == "day":
        return day + timedelta(days=interval.count)
    if interval.unit == "week":
        return day + timedelta(weeks=interval.count)
    months = day.year * 12 + day.month - 1 + interval.count * (12 if interval.unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(anchor_day, monthrange(year, month)[1]))


def period_from(starts_on: date, interval: Interval, *, anchor_day: int) -> Period:
    """The one period that starts on this day."""
    return Period(starts_on, step(starts_on, interval, anchor_day=anchor_day))


def periods_until(starts_on: date, interval: Interval, *, anchor_day: int, until: date) -> Iterator[Period]:
    """Every period in turn, without gap or overlap, that starts on or before `until`."""
    while starts_on <= until:
        period = period_from(starts_on, interval, anchor_day=anchor_day)
        yield period
        starts_on = period.ends_on


def monthly_equivalent(amount: Money, interval: Interval) -> Fraction:
    """The price of one month in minor units, exact, for comparing only: never shown, never billed (SU-02).

    A year is 12 months, a month 365.25/12 days. Comparing two currencies is the caller's mistake to avoid.
    """
    months = {
        "day": 1 / _DAYS_PER_MONTH,
        "week": 7 / _DAYS_PER_MONTH,
        "month": Fraction(1),
        "year": Fraction(12),
    }
    return amount.minor / (months[interval.unit] * interval.count)
