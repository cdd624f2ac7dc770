"""Which day it is in Copenhagen, on the two days that are not 24 hours long as well."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.days import copenhagen_day, days_between, start_of_day

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # winter: midnight is 23 UTC
        (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),  # summer: midnight is 22 UTC
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9))), date(2025, 12, 31)),
    ],
)
def test_the_day_turns_at_midnight_in_copenhagen(at: datetime, day: date) -> None:
    assert copenhagen_day(at) == day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)])
def test_days_of_23_and_25_hours(day: date, hours: int) -> None:
    assert start_of_day(day + timedelta(days=1)) - start_of_day(day) == timedelta(hours=hours)


@given(days)
def test_a_day_begins_where_the_day_before_ends(day: date) -> None:
    begins = start_of_day(day)
    assert begins.utcoffset() == timedelta(0)
    assert copenhagen_day(begins) == day
    assert copenhagen_day(begins - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_a_naive_instant_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        copenhagen_day(datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake under test


def test_days_between_counts_both_ways() -> None:
    assert days_between(date(2026, 3, 28), date(2026, 3, 30)) == 2
    assert days_between(date(2026, 3, 30), date(2026, 3, 28)) == -2
