"""Danish holidays, worked out by hand from the calendars of four years."""

from datetime import date

import pytest

from selvbetjening.kernel.holidays import (
    add_working_days,
    easter,
    is_banking_day,
    is_working_day,
    next_banking_day,
    next_working_day,
    public_holidays,
)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2023, date(2023, 4, 9)), (2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)),
     (2038, date(2038, 4, 25)), (2285, date(2285, 3, 22))],
)  # fmt: skip
def test_easter(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_the_holidays_of_2026() -> None:
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 3, 29), date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6),
        date(2026, 5, 14), date(2026, 5, 24), date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 26),
    ]  # fmt: skip


def test_the_general_prayer_day_was_a_holiday_until_2023() -> None:
    assert date(2023, 5, 5) in public_holidays(2023)
    assert date(2024, 4, 26) not in public_holidays(2024)


def test_banks_are_closed_on_more_days_than_the_calendar_has_red_ones() -> None:
    assert is_working_day(date(2026, 5, 15))
    assert not is_banking_day(date(2026, 5, 15))  # the Friday after Ascension Day
    for closed in (date(2026, 6, 5), date(2026, 12, 24), date(2026, 12, 31), date(2026, 3, 7), date(2026, 4, 2)):
        assert not is_banking_day(closed)
    assert is_banking_day(date(2026, 3, 9))


def test_the_next_day_that_counts() -> None:
    assert next_banking_day(date(2026, 4, 2)) == date(2026, 4, 7)  # Maundy Thursday to Tuesday after Easter
    assert next_banking_day(date(2026, 5, 14)) == date(2026, 5, 18)
    assert next_working_day(date(2026, 5, 14)) == date(2026, 5, 15)
    assert next_banking_day(date(2026, 12, 31)) == date(2027, 1, 4)
    assert add_working_days(date(2026, 3, 27), 10) == date(2026, 4, 15)  # over Easter: three weekdays are holidays
