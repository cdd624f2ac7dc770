"""However early periods are invoiced, and whenever that is switched on or off: each once, none skipped, in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import DAYS, INTERVALS

from selvbetjening.domain.billing.rules.due import Bill, Running, due_periods, invoiced
from selvbetjening.domain.subscriptions.rules import MOST_DAYS_BEFORE, InvoicedBefore
from selvbetjening.kernel.periods import Interval, period_from

DAY = timedelta(days=1)
EVERY = st.one_of(INTERVALS, st.builds(Interval, st.sampled_from(["day", "week"]), st.integers(1, 6)))
#: For so many days it is so many days before; and of these days the run misses some.
PHASES = st.lists(st.tuples(st.integers(1, 90), st.integers(0, MOST_DAYS_BEFORE)), min_size=1, max_size=6)


class Daily:
    """A run on most days, which keeps what it left: the database in small."""

    def __init__(self, start: date, interval: Interval) -> None:
        self.anchor, self.interval = start.day, interval
        self.period_starts_on = self.renews_on = start
        self.bills: list[tuple[date, int, Bill[str]]] = []

    def run(self, today: date, days_before: int) -> None:
        due = due_periods(
            running=Running("terms", self.interval, 1),
            planned=None,
            anchor_day=self.anchor,
            period_starts_on=self.period_starts_on,
            renews_on=self.renews_on,
            ends_on=None,
            today=today,
            billed={bill.days.starts_on for _, _, bill in self.bills},
            days_before=days_before,
        )
        self.bills += [(today, days_before, bill) for bill in (*due.periods, *([due.ahead] if due.ahead else []))]
        self.period_starts_on, self.renews_on = due.period_starts_on, due.renews_on


@settings(max_examples=150, deadline=None)
@given(DAYS, EVERY, PHASES, st.integers(1, 4))
def test_no_period_is_billed_twice_and_none_is_skipped(
    start: date, interval: Interval, phases: list[tuple[int, int]], step: int
) -> None:
    """Pre-renewal: for any day on which the number of days is changed, and any runs that are missed."""
    mine, day = Daily(start, interval), start
    for length, days_before in phases:
        until = day + timedelta(days=length)
        while day < until:
            mine.run(day, days_before)
            day += timedelta(days=step)
    expected = period_from(start, interval, anchor_day=start.day)
    for billed_on, days_before, bill in mine.bills:
        assert bill.days == expected
        late = timedelta(days=step)
        assert bill.days.starts_on - timedelta(days=days_before) <= billed_on <= bill.days.starts_on + late
        expected = period_from(expected.ends_on, interval, anchor_day=start.day)
    assert mine.bills[-1][2].days.ends_on >= mine.renews_on > day - timedelta(days=step)


@settings(max_examples=100, deadline=None)
@given(DAYS, EVERY, st.integers(0, MOST_DAYS_BEFORE))
def test_the_day_that_is_told_is_the_day_of_the_run(start: date, interval: Interval, days_before: int) -> None:
    """Pre-renewal: the outlook says the very day on which a daily run then makes each invoice."""
    mine = Daily(start, interval)
    for day in range(200):
        mine.run(start + DAY * day, days_before)
    whole = due_periods(
        running=Running("terms", interval, 1), planned=None, anchor_day=start.day, period_starts_on=start,
        renews_on=start, ends_on=None, today=start + DAY * 300,
    )  # fmt: skip
    told = list(invoiced(bills=whole.periods, period_starts_on=start, days_before=days_before))
    made = [(on, bill) for on, _, bill in mine.bills]
    assert told[: len(made)] == made
    assert all(on >= start + DAY * 200 for on, _ in told[len(made) :])


@pytest.mark.parametrize(
    ("renews_on", "days_before", "on"),
    [
        (date(2026, 3, 31), 30, date(2026, 3, 1)),
        (date(2028, 3, 1), 1, date(2028, 2, 29)),
        (date(2027, 3, 1), 1, date(2027, 2, 28)),
        (date(2026, 4, 1), 7, date(2026, 3, 25)),  # over the night in which summer time begins
        (date(2026, 11, 1), 10, date(2026, 10, 22)),  # and ends
        (date(2027, 1, 1), 14, date(2026, 12, 18)),
    ],
)
def test_days_are_counted_on_the_calendar(renews_on: date, days_before: int, on: date) -> None:
    """Pre-renewal: over month ends, leap years and the hours of summer time, which days know nothing of."""
    found = [
        due_periods(
            running=Running("terms", Interval("month", 1), 1), planned=None, anchor_day=renews_on.day,
            period_starts_on=renews_on - timedelta(days=40), renews_on=renews_on, ends_on=None, today=day,
            days_before=days_before,
        ).ahead
        for day in (on - DAY, on)
    ]  # fmt: skip
    assert found[0] is None
    assert found[1] is not None
    assert found[1].days.starts_on == renews_on


@pytest.mark.parametrize(
    ("wanted", "asked", "unasked", "days"),
    [
        (None, 14, 14, 14), (None, 14, 0, 0), (True, 14, 0, 14), (False, 14, 14, 0),
        (5, 14, 14, 5), (0, 14, 14, 0), (1, 14, 14, 1), (900, 0, 0, 60), (-3, 14, 14, 0),
    ],
)  # fmt: skip
def test_whose_number_of_days_counts(wanted: bool | int | None, asked: int, unasked: int, days: int) -> None:
    """Pre-renewal: the subscription's own, the company's where it asks for that, else the company's for all."""
    assert InvoicedBefore(asked, unasked).days(wanted=wanted) == days
