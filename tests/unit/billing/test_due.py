"""What is due: every day is billed once, in order, whenever the run comes."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import DAYS, INTERVALS

from selvbetjening.domain.billing.rules.due import Due, Running, due_periods
from selvbetjening.kernel.periods import Interval

MONTH, YEAR = Interval("month", 1), Interval("year", 1)


def due(start: date, interval: Interval, today: date, **values: object) -> Due[str]:
    given_: dict[str, object] = {
        "running": Running("old", interval, 1),
        "planned": None,
        "anchor_day": start.day,
        "period_starts_on": start,
        "renews_on": start,
        "ends_on": None,
        "today": today,
    }
    return due_periods(**{**given_, **values})  # type: ignore[arg-type]


def test_an_early_invoice_and_a_planned_change_begin_on_their_very_day() -> None:
    """Ten days before is the tenth day before, not the ninth; a change planned for the renewal is in that period."""
    start = date(2026, 3, 1)
    paid = {"renews_on": date(2026, 4, 1), "days_before": 10}
    ahead = [due(start, MONTH, date(2026, 3, day), **paid).ahead is not None for day in (21, 22)]
    assert ahead == [False, True]
    planned = (date(2026, 4, 1), Running("new", MONTH, 1))
    assert due(start, MONTH, date(2026, 4, 1), renews_on=date(2026, 4, 1), planned=planned).running.terms == "new"


@given(DAYS, INTERVALS, st.lists(st.integers(0, 120), min_size=1, max_size=8))
def test_runs_on_any_days_bill_the_same_as_one_run(start: date, interval: Interval, waits: list[int]) -> None:
    """Should minus was: each run takes up where the last one stood; together they are one late run."""
    renews_on = period_starts_on = start
    today, found = start, list[object]()
    for wait in waits:
        today += timedelta(days=wait)
        step = due(start, interval, today, renews_on=renews_on, period_starts_on=period_starts_on)
        found += step.periods
        renews_on, period_starts_on = step.renews_on, step.period_starts_on
    late = due(start, interval, today)
    assert tuple(found) == late.periods
    assert (renews_on, period_starts_on) == (late.renews_on, late.period_starts_on)
    assert period_starts_on <= today < renews_on


@given(DAYS, INTERVALS, st.integers(0, 1500))
def test_periods_touch_and_reach_today(start: date, interval: Interval, wait: int) -> None:
    result = due(start, interval, start + timedelta(days=wait))
    periods = [period for period, *_ in result.periods]
    assert periods[0].starts_on == start
    assert all(first.ends_on == second.starts_on for first, second in pairwise(periods))
    assert periods[-1].contains(start + timedelta(days=wait))


def test_a_planned_change_wins_at_the_first_start_on_its_day_or_later() -> None:
    """SU-06: not in the middle of a period, and for every period from there on."""
    planned = (date(2026, 2, 15), Running("new", YEAR, 2))
    result = due(date(2026, 1, 1), MONTH, date(2027, 4, 1), planned=planned)
    assert [(period.starts_on, run.terms) for period, run, _ in result.periods] == [
        (date(2026, 1, 1), "old"),
        (date(2026, 2, 1), "old"),
        (date(2026, 3, 1), "new"),
        (date(2027, 3, 1), "new"),
    ]
    assert (result.changed_on, result.running.quantity) == (date(2026, 3, 1), 2)


def test_nothing_is_due_after_the_end() -> None:
    """SU-04: a cancelled subscription is billed to its last day and no further, however late the run."""
    result = due(date(2026, 1, 31), MONTH, date(2026, 12, 1), ends_on=date(2026, 3, 31))
    assert [period.starts_on for period, *_ in result.periods] == [date(2026, 1, 31), date(2026, 2, 28)]
    assert result.renews_on == date(2026, 3, 31)


def test_what_is_billed_is_subtracted() -> None:
    billed = {date(2026, 1, 1), date(2026, 3, 1)}
    result = due(date(2026, 1, 1), MONTH, date(2026, 4, 1), billed=billed)
    assert [period.starts_on for period, *_ in result.periods] == [date(2026, 2, 1), date(2026, 4, 1)]
    assert result.renews_on == date(2026, 5, 1)
