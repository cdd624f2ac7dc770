"""Periods follow each other without gap or overlap and come back to the agreed day of the month."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import (
    Interval,
    Period,
    Unit,
    monthly_equivalent,
    period_from,
    periods_until,
    step,
)

MONTHLY, YEARLY = Interval("month", 1), Interval("year", 1)


def starts(first: date, interval: Interval, anchor_day: int, count: int) -> list[date]:
    days = [first]
    while len(days) < count:
        days.append(step(days[-1], interval, anchor_day=anchor_day))
    return days


def test_a_period_is_half_open() -> None:
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    assert (march.days, march.last_day) == (31, date(2026, 3, 31))
    assert march.contains(date(2026, 3, 1))
    assert march.contains(date(2026, 3, 31))
    assert not march.contains(date(2026, 4, 1))
    assert not march.contains(date(2026, 2, 28))


@pytest.mark.parametrize("ends_on", [date(2026, 3, 1), date(2026, 2, 28)])
def test_a_period_holds_a_day(ends_on: date) -> None:
    with pytest.raises(ValueError, match="no day"):
        Period(date(2026, 3, 1), ends_on)


@pytest.mark.parametrize(("unit", "count"), [("month", 0), ("month", -1), ("fortnight", 1)])
def test_refuses_intervals_that_lead_nowhere(unit: str, count: int) -> None:
    with pytest.raises(ValueError, match=r"unknown unit|counts from one"):
        Interval(cast(Unit, unit), count)


def test_the_last_day_of_the_month_comes_back() -> None:
    assert starts(date(2027, 1, 31), MONTHLY, 31, 5) == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
    ]
    assert step(date(2028, 1, 31), MONTHLY, anchor_day=31) == date(2028, 2, 29)


def test_leap_day_comes_back_in_leap_years() -> None:
    assert starts(date(2028, 2, 29), YEARLY, 29, 5) == [
        date(2028, 2, 29),
        date(2029, 2, 28),
        date(2030, 2, 28),
        date(2031, 2, 28),
        date(2032, 2, 29),
    ]


@pytest.mark.parametrize(
    ("interval", "next_day"),
    [
        (Interval("day", 30), date(2027, 1, 30)),
        (Interval("week", 2), date(2027, 1, 14)),
        (Interval("month", 3), date(2027, 3, 31)),
        (Interval("year", 2), date(2028, 12, 31)),
    ],
)
def test_steps_of_every_unit(interval: Interval, next_day: date) -> None:
    assert step(date(2026, 12, 31), interval, anchor_day=31) == next_day


@pytest.mark.parametrize("anchor_day", range(1, 32))
@pytest.mark.parametrize("interval", [MONTHLY, Interval("month", 3), YEARLY], ids=lambda i: f"{i.count}{i.unit}")
def test_thirty_years_without_gap_or_overlap(interval: Interval, anchor_day: int) -> None:
    first = date(2023, 1, anchor_day)
    periods = list(periods_until(first, interval, anchor_day=anchor_day, until=date(2053, 1, 31)))
    months = interval.count * (12 if interval.unit == "year" else 1)
    assert len(periods) == 360 // months + 1
    assert all(one.ends_on == following.starts_on for one, following in pairwise(periods))
    assert sum(period.days for period in periods) == (periods[-1].ends_on - first).days
    for number, period in enumerate(periods):
        day = period.starts_on
        assert (day.year - 2023) * 12 + day.month - 1 == number * months
        assert day.day == min(anchor_day, monthrange(day.year, day.month)[1])


@given(
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.builds(Interval, st.sampled_from(["day", "week", "month", "year"]), st.integers(1, 36)),
    st.integers(1, 31),
)
def test_the_next_period_is_always_later(day: date, interval: Interval, anchor_day: int) -> None:
    period = period_from(day, interval, anchor_day=anchor_day)
    assert period.starts_on == day < period.ends_on


@pytest.mark.parametrize("anchor_day", [0, 32])
def test_refuses_days_no_month_has(anchor_day: int) -> None:
    with pytest.raises(ValueError, match="no month"):
        step(date(2026, 1, 1), MONTHLY, anchor_day=anchor_day)


def test_until_counts_the_start_and_not_the_end() -> None:
    first = date(2026, 1, 15)

    def count(until: date) -> int:
        return len(list(periods_until(first, MONTHLY, anchor_day=15, until=until)))

    assert count(first - timedelta(days=1)) == 0
    assert count(first) == 1
    assert count(date(2026, 2, 14)) == 1
    assert count(date(2026, 2, 15)) == 2


def test_prices_compare_by_the_month() -> None:
    """SU-02: upgrade and downgrade compare the normalised monthly price, exactly."""
    price = Money(12_000, "DKK")
    assert monthly_equivalent(price, MONTHLY) == 12_000
    assert monthly_equivalent(price, Interval("month", 3)) == 4_000
    assert monthly_equivalent(price, YEARLY) == monthly_equivalent(Money(1_000, "DKK"), MONTHLY)
    assert monthly_equivalent(price, Interval("day", 1)) == 12_000 * Fraction(1461, 48)
    assert monthly_equivalent(price, Interval("week", 1)) == monthly_equivalent(price, Interval("day", 7))
