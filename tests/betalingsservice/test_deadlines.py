"""The monthly cycle: betalingsservice.md 14.2, 14.3, 15; open points U13, U14, U24."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalingsservice.calendar import COMPUTED, Calendar, NonBankingDay, is_banking_day
from betalingsservice.deadlines import (
    COPENHAGEN,
    Month,
    Window,
    collectable_from,
    cycle,
    cycles,
    is_test_month,
    latest_due,
    next_deadline,
    payment_cycle,
    registered_on,
    revoked_for_payments_from,
)
from betalingsservice.overlay import ClockTimes, MonthOverride, Overlay

# Table 14.3: payment month, ordinary deadline, late deadline, first banking day, end of the refusal period.
TABLE = """
2026-10 2026-09-23 2026-09-28 2026-10-01 2026-10-07
2026-11 2026-10-23 2026-10-28 2026-11-02 2026-11-09
2026-12 2026-11-23 2026-11-26 2026-12-01 2026-12-07
2027-01 2026-12-21 2026-12-28 2027-01-04 2027-01-07
2027-02 2027-01-22 2027-01-27 2027-02-01 2027-02-08
2027-03 2027-02-19 2027-02-24 2027-03-01 2027-03-08
2027-04 2027-03-19 2027-03-24 2027-04-01 2027-04-07
2027-05 2027-04-23 2027-04-28 2027-05-03 2027-05-10
2027-06 2027-05-24 2027-05-27 2027-06-01 2027-06-07
2027-07 2027-06-23 2027-06-28 2027-07-01 2027-07-07
2027-08 2027-07-23 2027-07-28 2027-08-02 2027-08-09
2027-09 2027-08-24 2027-08-27 2027-09-01 2027-09-07
2027-10 2027-09-23 2027-09-28 2027-10-01 2027-10-07
2027-11 2027-10-22 2027-10-27 2027-11-01 2027-11-08
2027-12 2027-11-23 2027-11-26 2027-12-01 2027-12-07
"""
MONTHS = st.builds(Month, st.integers(2000, 2100), st.integers(1, 12))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize("row", TABLE.strip().splitlines())
def test_the_table_of_the_reference(row: str) -> None:
    month, *days = row.split()
    found = cycle(Month.of(date.fromisoformat(f"{month}-01")))
    assert str(found.month) == month
    assert [found.ordinary.date(), found.late.date(), found.first_payment, found.refusal.date()] == [
        date.fromisoformat(day) for day in days
    ]
    assert (found.ordinary.hour, found.warning.hour, found.late.hour, found.refusal.hour) == (11, 9, 9, 16)
    assert not found.overridden


@given(MONTHS)
def test_a_deadline_is_counted_back_from_the_turn_of_the_month(month: Month) -> None:
    found = cycle(month)
    last = COMPUTED.preceding(month.first - timedelta(days=1))
    assert COMPUTED.between(found.ordinary.date(), last) == 6
    assert COMPUTED.between(found.late.date(), last) == 3
    assert Month.of(found.ordinary.date()) == month.before
    assert found.mandate < found.warning < found.ordinary < found.late
    assert registered_on(found.mandate) < found.ordinary.date()
    assert collectable_from(registered_on(found.mandate)) == found.ordinary.date()
    assert collectable_from(registered_on(found.mandate + timedelta(seconds=1))) > found.ordinary.date()
    assert is_banking_day(found.first_payment) and found.first_payment.day <= 6


@given(MONTHS)
def test_windows_open_and_close_to_the_second(month: Month) -> None:
    found, second = cycle(month), timedelta(seconds=1)
    at = [found.warning - second, found.warning, found.ordinary - second, found.ordinary, found.late - second]
    assert [found.window(moment) for moment in at] == [
        Window.OPEN, Window.SOON, Window.SOON, Window.LATE, Window.LATE,
    ]  # fmt: skip
    assert found.window(found.late) is Window.CLOSED


@given(MOMENTS)
def test_the_next_deadline_is_the_first_that_has_not_passed(at: datetime) -> None:
    found = next_deadline(at)
    assert at < found.ordinary
    assert at >= cycle(found.month.before).ordinary


def test_the_next_deadline_at_eleven_is_the_month_after() -> None:
    """U14: before 11:00; the zone the moment is told in plays no part."""
    assert str(next_deadline(local("2027-01-22T10:59:59")).month) == "2027-02"
    assert str(next_deadline(local("2027-01-22T11:00")).month) == "2027-03"
    assert str(next_deadline(datetime(2027, 1, 22, 9, 59, tzinfo=UTC)).month) == "2027-02"
    assert str(next_deadline(datetime(2027, 6, 23, 9, 0, tzinfo=UTC)).month) == "2027-08"  # 11:00 in summer


def test_summer_time_moves_no_deadline_on_the_wall() -> None:
    assert {found.ordinary.time() for year in (2026, 2027, 2028) for found in cycles(year)} == {time(11)}


def test_a_collection_belongs_to_the_month_it_is_paid_in() -> None:
    assert str(payment_cycle(date(2027, 1, 31)).month) == "2027-02"  # a Sunday
    assert str(payment_cycle(date(2027, 1, 2), rule=NonBankingDay.PRECEDING).month) == "2026-12"
    assert str(payment_cycle(date(2026, 12, 31)).month) == "2027-01"


@given(st.dates(date(2000, 1, 1), date(2100, 11, 1)), st.sampled_from(NonBankingDay))
def test_a_due_date_has_one_cycle(due: date, rule: NonBankingDay) -> None:
    assert payment_cycle(due, rule=rule).month == Month.of(COMPUTED.payment_day(due, rule=rule))


def test_an_override_replaces_the_computed_days() -> None:
    """U13."""
    override = MonthOverride(ordinary=date(2027, 3, 18))
    calendar = Calendar(Overlay(version="1", months={(2027, 4): override}))
    found = cycle(Month(2027, 4), calendar=calendar)
    assert (found.ordinary.date(), found.late.date(), found.overridden) == (date(2027, 3, 18), date(2027, 3, 24), True)
    assert not cycle(Month(2027, 5), calendar=calendar).overridden


def test_clock_times_change_on_a_day() -> None:
    """U14."""
    times = (ClockTimes(ordinary=time(9)), ClockTimes(valid_from=date(2027, 4, 1), ordinary=time(12)))
    calendar = Calendar(Overlay(version="1", times=times))
    assert [cycle(Month(2027, month), calendar=calendar).ordinary.hour for month in (4, 5)] == [9, 12]


def test_a_mandate_is_registered_the_next_working_day() -> None:
    """9.1: by 17:30; the Friday evening's and the weekend's are Monday's."""
    assert registered_on(local("2027-01-20T17:30")) == date(2027, 1, 21)
    assert registered_on(local("2027-01-20T17:30:01")) == date(2027, 1, 22)
    assert registered_on(local("2027-01-22T18:00")) == registered_on(local("2027-01-24T08:00")) == date(2027, 1, 26)


def test_a_revoked_mandate_pays_no_more_from_the_third_banking_day() -> None:
    """U24: configurable, three by default."""
    assert revoked_for_payments_from(date(2027, 3, 24)) == date(2027, 4, 1)
    assert revoked_for_payments_from(date(2027, 3, 24), banking_days=2) == date(2027, 3, 31)


def test_ninety_days_ahead_and_the_month_of_a_test() -> None:
    assert latest_due(date(2027, 1, 20)) == date(2027, 4, 20)
    assert latest_due(date(2028, 1, 1)) == date(2028, 3, 31)  # over a leap day
    assert is_test_month(date(2027, 2, 1), created_on=date(2027, 1, 31))
    assert not is_test_month(date(2027, 3, 1), created_on=date(2027, 1, 31))
    assert is_test_month(date(2027, 1, 4), created_on=date(2026, 12, 1))
