"""When a collection is shown, paid and safe: months, leap years, holidays, summer time (14, 15; U13, U24)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalingsservice.calendar import COMPUTED, Calendar, NonBankingDay
from betalingsservice.deadlines import Window
from betalingsservice.overlay import MonthOverride, Overlay
from selvbetjening.domain.directdebit.rules import mandates
from selvbetjening.domain.directdebit.rules.dates import Dates, dates, effective_day, final_day, month_later
from selvbetjening.kernel.days import copenhagen_day


def found(due_on: date, at: datetime, **values: object) -> Dates:
    fields: dict[str, object] = {
        "section": "0112", "rule": NonBankingDay.FOLLOWING, "is_test": False, "next_month": False, "calendar": COMPUTED,
    }  # fmt: skip
    return dates(due_on=due_on, at=at, **{**fields, **values})  # type: ignore[arg-type]


def noon(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_the_worked_example() -> None:
    """11, 14.3: created 20 January 2027 for 1 February; deadline the 22nd at 11.00, refusal ends 8 February."""
    days = found(date(2027, 2, 1), noon(2027, 1, 20))
    assert (days.pays_on, days.final_on, days.schedules_on) == (date(2027, 2, 1), date(2027, 2, 8), date(2027, 1, 23))
    assert (days.window, days.deadline, days.moved) == (Window.OPEN, datetime(2027, 1, 22, 10, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("due", "rule", "pays"),
    [
        (date(2027, 1, 1), NonBankingDay.FOLLOWING, date(2027, 1, 4)),
        (date(2027, 1, 1), NonBankingDay.PRECEDING, date(2026, 12, 30)),
        (date(2027, 3, 25), NonBankingDay.FOLLOWING, date(2027, 3, 30)),
        (date(2027, 3, 29), NonBankingDay.PRECEDING, date(2027, 3, 24)),
        (date(2028, 2, 29), NonBankingDay.FOLLOWING, date(2028, 2, 29)),
        (date(2027, 5, 7), NonBankingDay.FOLLOWING, date(2027, 5, 10)),
    ],
)
def test_a_closed_day_moves_by_the_agreement(due: date, rule: NonBankingDay, pays: date) -> None:
    """14.2: New Year, Easter, Ascension with its Friday, and a leap day that is none of them."""
    assert found(due, noon(2026, 11, 3), rule=rule).pays_on == pays


def test_moved_back_over_new_year_the_month_before_counts() -> None:
    """A payment that moves into December has December's deadline."""
    days = found(date(2027, 1, 1), noon(2026, 11, 3), rule=NonBankingDay.PRECEDING)
    assert days.deadline == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_late_is_late_and_too_late_is_next_month() -> None:
    """14.2, U13, U14: late until the third-last banking day at 9.00."""
    late = found(date(2027, 2, 1), noon(2027, 1, 26))
    assert (late.window, late.schedules_on, late.moved) == (Window.LATE, date(2027, 1, 28), False)
    passed = noon(2027, 1, 27)
    assert found(date(2027, 2, 1), passed).window is Window.CLOSED
    moved = found(date(2027, 2, 1), passed, next_month=True)
    assert (moved.pays_on, moved.moved, moved.window) == (date(2027, 3, 1), True, Window.OPEN)


def test_the_thirty_first_moves_to_the_month_s_last_day_and_back() -> None:
    assert month_later(day=date(2027, 1, 31), due_day=31) == date(2027, 2, 28)
    assert month_later(day=date(2028, 1, 31), due_day=31) == date(2028, 2, 29)
    assert month_later(day=date(2027, 2, 28), due_day=31) == date(2027, 3, 31)
    assert month_later(day=date(2027, 12, 31), due_day=31) == date(2028, 1, 31)


def test_slips_and_tests_have_no_deadline() -> None:
    """6.1: section 0117 may be sent at any time. BP-50: nor has a test delivery one."""
    slip = found(date(2027, 2, 1), noon(2027, 1, 29), section="0117")
    assert (slip.window, slip.deadline, slip.schedules_on) == (Window.OPEN, None, date(2027, 1, 30))
    assert found(date(2027, 2, 1), noon(2027, 1, 29), is_test=True).deadline is None


def test_a_published_deadline_goes_before_the_computed_one() -> None:
    """U13."""
    overlay = Overlay(months={(2027, 2): MonthOverride(ordinary=date(2027, 1, 21))})
    days = found(date(2027, 2, 1), noon(2027, 1, 22, 6), calendar=Calendar(overlay))
    assert days.window is Window.LATE


def test_the_day_is_copenhagen_s() -> None:
    """Half past midnight on 2 July in Copenhagen is 22.30 UTC the day before; so is winter's 23.30."""
    summer = found(date(2027, 7, 15), datetime(2027, 7, 1, 22, 30, tzinfo=UTC), section="0117")
    winter = found(date(2027, 1, 15), datetime(2027, 1, 1, 23, 30, tzinfo=UTC), section="0117")
    assert (summer.schedules_on, winter.schedules_on) == (date(2027, 7, 3), date(2027, 1, 3))


def test_a_bank_has_two_banking_days_even_after_the_seventh() -> None:
    """15."""
    assert final_day(pays_on=date(2027, 2, 26), calendar=COMPUTED) == date(2027, 3, 2)


@pytest.mark.parametrize(
    ("registered", "effective"),
    [
        (date(2027, 1, 21), date(2027, 2, 1)),
        (date(2027, 1, 25), date(2027, 3, 1)),
        (date(2027, 4, 21), date(2027, 5, 3)),
        (date(2026, 12, 22), date(2027, 1, 4)),
    ],
)
def test_what_0231_tells_is_a_month_s_first_banking_day(registered: date, effective: date) -> None:
    """8.2: ten to forty-two days ahead; the reference's example is 21 January and 1 February (U4)."""
    assert effective_day(registered_on=registered, calendar=COMPUTED) == effective


def test_a_mandate_ends_the_next_banking_day_and_payments_stop_after_three() -> None:
    """8.2, U24: the reference's example is told on 21 January 2027 and ends the 22nd."""
    today = date(2027, 1, 21)
    assert mandates.end_told(today=today, calendar=COMPUTED) == date(2027, 1, 22)
    assert mandates.stops_on(today=today, calendar=COMPUTED) == date(2027, 1, 26)
    assert mandates.stops_on(today=today, calendar=COMPUTED, banking_days=2) == date(2027, 1, 25)


@settings(max_examples=80, deadline=None)
@given(
    due=st.dates(date(2026, 2, 1), date(2040, 12, 31)),
    ahead=st.integers(-40, 90),
    hour=st.integers(0, 23),
    rule=st.sampled_from(NonBankingDay),
    next_month=st.booleans(),
    section=st.sampled_from(["0112", "0117"]),
)
def test_days_stand_in_their_order(
    due: date, ahead: int, hour: int, rule: NonBankingDay, next_month: bool, section: str
) -> None:
    """Paid on a banking day, safe at least two banking days later; in time is shown before it is paid."""
    at = datetime(due.year, due.month, due.day, hour, tzinfo=UTC) - timedelta(days=ahead)
    days = found(due, at, rule=rule, next_month=next_month, section=section)
    assert COMPUTED.is_banking_day(days.pays_on)
    assert COMPUTED.between(days.pays_on, days.final_on) >= 3
    assert days.schedules_on > copenhagen_day(at)
    if section == "0112" and days.window is not Window.CLOSED:
        assert days.schedules_on <= days.pays_on
    if next_month and section == "0112":
        assert days.window is not Window.CLOSED
    assert days.moved in {False, next_month}
