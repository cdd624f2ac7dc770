"""Direction, timing, the present period, and the end of a cancelled subscription (SU-02 to SU-04)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.subscriptions.lifecycle import LIFECYCLE, State
from selvbetjening.domain.subscriptions.rules import (
    Price,
    Refused,
    cancel_end,
    check_reactivate,
    current_period,
    direction,
    phase,
    timing,
)
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Period

TODAY = date(2026, 3, 1)
MONTH, YEAR = Interval("month", 1), Interval("year", 1)


def price(minor: int, interval: Interval = MONTH) -> Price:
    return Price(Money(minor, "DKK"), interval)


@pytest.mark.parametrize(
    ("present", "wanted", "towards"),
    [
        (price(20000), price(20001), "upgrade"),
        (price(20000), price(19999), "downgrade"),
        (price(20000), price(20000), "upgrade"),
        (price(20000), price(239_999, YEAR), "downgrade"),
        (price(20000), price(240_000, YEAR), "upgrade"),
        (price(240_001, YEAR), price(20000), "downgrade"),
        (price(60000, Interval("month", 3)), price(20000), "upgrade"),
    ],
)
def test_direction_by_the_price_of_a_month_su_02(present: Price, wanted: Price, towards: str) -> None:
    """SU-02: higher is an upgrade, lower a downgrade, equal counts as an upgrade; to the øre, across intervals."""
    found = direction(present=present, wanted=wanted, quantity=3)
    assert found == towards
    assert timing(towards=found) == ("now" if towards == "upgrade" else "renewal")


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 900), st.sampled_from([MONTH, YEAR]))
def test_the_present_period_contains_the_day_however_late_the_run(start: date, wait: int, interval: Interval) -> None:
    today = start + timedelta(days=wait)
    late = current_period(period_starts_on=start, renews_on=start, interval=interval, anchor_day=start.day, today=today)
    assert late is not None
    assert late.contains(today)
    in_time = current_period(
        period_starts_on=late.starts_on,
        renews_on=late.ends_on,
        interval=interval,
        anchor_day=start.day,
        today=today,
    )
    assert in_time == late


def test_before_the_start_there_is_no_period() -> None:
    start = date(2026, 5, 1)
    found = current_period(
        period_starts_on=start, renews_on=start, interval=MONTH, anchor_day=1, today=date(2026, 4, 30)
    )
    assert found is None
    assert cancel_end(state="active", renews_on=start, current=None) == start


def test_cancel_ends_with_the_present_period_su_04() -> None:
    """SU-04: at the renewal; once only."""
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    assert cancel_end(state="active", renews_on=march.ends_on, current=march) == march.ends_on
    for state, reason in (("cancelled", "already_cancelled"), ("ended", "ended")):
        with pytest.raises(Refused) as refusal:
            cancel_end(state=state, renews_on=march.ends_on, current=march)
        assert refusal.value.reason == reason


def test_reactivate_only_before_the_end() -> None:
    end = date(2026, 4, 1)
    check_reactivate(state="cancelled", ends_on=end, today=end - timedelta(days=1))
    for state, ends_on, reason in (
        ("cancelled", end, "end_reached"),
        ("active", None, "not_cancelled"),
        ("ended", end, "ended"),
    ):
        with pytest.raises(Refused) as refusal:
            check_reactivate(state=state, ends_on=ends_on, today=end)
        assert refusal.value.reason == reason


def test_the_lifecycle_knows_these_moves_only() -> None:
    assert LIFECYCLE.sources("cancel") == (State.ACTIVE, State.PAUSED)
    assert (LIFECYCLE.sources("pause"), LIFECYCLE.sources("resume")) == ((State.ACTIVE,), (State.PAUSED,))
    assert LIFECYCLE.sources("reactivate") == (State.CANCELLED,)
    assert LIFECYCLE.sources("end") == (State.CANCELLED,)
    assert LIFECYCLE.ends() == (State.ENDED,)


@pytest.mark.parametrize(
    ("state", "started", "trial", "found"),
    [
        (State.ACTIVE, 1, None, "coming"),
        (State.ACTIVE, 1, 9, "coming"),
        (State.ACTIVE, 0, None, "active"),
        (State.ACTIVE, 0, 1, "trial"),
        (State.ACTIVE, -1, 0, "active"),
        (State.CANCELLED, 1, 9, "cancelled"),
        (State.PAUSED, 0, None, "paused"),
        (State.ENDED, -9, None, "ended"),
    ],
)
def test_how_it_stands(state: State, started: int, trial: int | None, found: str) -> None:
    """What has not begun is not called active, and the first day is the first active one."""
    days = [None if days is None else TODAY + timedelta(days) for days in (started, trial)]
    assert days[0]
    assert phase(state=state, started_on=days[0], trial_ends_on=days[1], today=TODAY) == found
