"""The days of a subscription that is taken over in mid-life."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.imports.files.course import NotPossible, course
from selvbetjening.kernel.periods import Interval, step

MONTH, YEAR = Interval("month", 1), Interval("year", 1)
TODAY = date(2026, 3, 10)


@given(
    started_on=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    interval=st.sampled_from([MONTH, YEAR, Interval("month", 3)]),
    periods=st.integers(0, 30),
)
def test_the_present_period_leads_to_the_renewal(started_on: date, interval: Interval, periods: int) -> None:
    renews_on, begun = started_on, started_on
    for _ in range(periods):
        begun, renews_on = renews_on, step(renews_on, interval, anchor_day=started_on.day)
    found = course(started_on=started_on, renews_on=renews_on, ends_on=None, interval=interval, today=TODAY)
    assert (found.anchor_day, found.period_starts_on, found.renews_on) == (started_on.day, begun, renews_on)


def test_a_renewal_on_another_day_of_the_month_sets_the_anchor() -> None:
    found = course(started_on=date(2025, 1, 15), renews_on=date(2026, 4, 1), ends_on=None, interval=MONTH, today=TODAY)
    assert (found.anchor_day, found.period_starts_on) == (1, date(2026, 3, 1))


def test_states() -> None:
    def state(renews_on: date, ends_on: date | None) -> str:
        return course(
            started_on=date(2026, 1, 1), renews_on=renews_on, ends_on=ends_on, interval=MONTH, today=TODAY
        ).state

    assert state(date(2026, 4, 1), None) == "active"
    assert state(date(2026, 4, 1), date(2026, 4, 1)) == "cancelled"
    assert state(date(2026, 3, 1), date(2026, 3, 1)) == "ended"
    assert state(date(2026, 2, 1), date(2026, 3, 1)) == "cancelled", "a period is still to be billed"


@pytest.mark.parametrize(
    ("renews_on", "ends_on", "column"),
    [
        (date(2025, 12, 31), None, "renews_on"),
        (date(2026, 4, 1), date(2026, 3, 1), "ends_on"),
        (date(2026, 4, 1), date(2026, 4, 15), "ends_on"),
        (date(2026, 4, 1), date(2026, 4, 1) + timedelta(days=400_000), "ends_on"),
    ],
)
def test_days_that_do_not_fit(renews_on: date, ends_on: date | None, column: str) -> None:
    with pytest.raises(NotPossible) as refused:
        course(started_on=date(2026, 1, 1), renews_on=renews_on, ends_on=ends_on, interval=MONTH, today=TODAY)
    assert refused.value.column == column
