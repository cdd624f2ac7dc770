"""Banking days over 101 years: BP-83 and betalingsservice.md 14.1."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalingsservice.calendar import (
    COMPUTED,
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    NonBankingDay,
    closed_days,
    easter,
    is_banking_day,
)
from betalingsservice.overlay import ClockTimes, MonthOverride, Overlay, OverlayError, read_overlay, write_overlay
from betalingsservice.words import Words

DAY = timedelta(days=1)
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
# The Easter Sundays of the almanac, month and day, 2000 to 2029 and the outermost of the century.
EASTER = {
    2000: (4, 23), 2001: (4, 15), 2002: (3, 31), 2003: (4, 20), 2004: (4, 11), 2005: (3, 27), 2006: (4, 16),
    2007: (4, 8), 2008: (3, 23), 2009: (4, 12), 2010: (4, 4), 2011: (4, 24), 2012: (4, 8), 2013: (3, 31),
    2014: (4, 20), 2015: (4, 5), 2016: (3, 27), 2017: (4, 16), 2018: (4, 1), 2019: (4, 21), 2020: (4, 12),
    2021: (4, 4), 2022: (4, 17), 2023: (4, 9), 2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28),
    2028: (4, 16), 2029: (4, 1), 2035: (3, 25), 2038: (4, 25), 2049: (4, 18), 2076: (4, 19), 2100: (3, 28),
}  # fmt: skip


def moon_easter(year: int) -> date:
    """Easter told another way: Gauss's rule with the tables that hold from 1900 to 2199."""
    a, b, c = year % 19, year % 4, year % 7
    m, n = (24, 5) if year < 2100 else (24, 6)
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    sunday = date(year, 3, 22) + (d + e) * DAY
    if d == 29 and e == 6:
        return sunday - 7 * DAY
    return sunday - 7 * DAY if d == 28 and e == 6 and a > 10 else sunday


def closed_by_the_list(day: date) -> bool:
    """BP-83, word by word."""
    if day.weekday() >= 5 or (day.month, day.day) in {(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)}:
        return True
    after_easter = (day - moon_easter(day.year)).days
    return after_easter in {-3, -2, 1, 39, 40, 50} or (after_easter == 26 and day.year <= 2023)


def test_easter_is_the_almanacs() -> None:
    assert {year: (easter(year).month, easter(year).day) for year in EASTER} == EASTER
    assert [easter(year) for year in YEARS] == [moon_easter(year) for year in YEARS]


def test_every_day_of_101_years_is_as_the_list_says() -> None:
    """BP-83: Store Bededag was closed up to and including 2023 and is open from 2024."""
    day, wrong = date(FIRST_YEAR, 1, 1), []
    while day.year <= LAST_YEAR:
        if is_banking_day(day) == closed_by_the_list(day):
            wrong.append(day)
        day += DAY
    assert wrong == []
    assert not is_banking_day(date(2023, 5, 5))
    assert is_banking_day(date(2024, 4, 26))


def test_the_closing_days_of_the_reference() -> None:
    listed = {year: [f"{closed.day.day}/{closed.day.month}" for closed in closed_days(year)] for year in (2026, 2027)}
    assert listed == {
        2026: ["1/1", "2/4", "3/4", "6/4", "14/5", "15/5", "25/5", "5/6", "24/12", "25/12", "26/12", "31/12"],
        2027: ["1/1", "25/3", "26/3", "29/3", "6/5", "7/5", "17/5", "5/6", "24/12", "25/12", "26/12", "31/12"],
    }


def test_every_closed_day_has_a_name_in_both_languages() -> None:
    for year in YEARS:
        assert all(closed.name.da and closed.name.en for closed in closed_days(year))


@given(DAYS)
def test_a_payment_moves_to_the_nearest_open_day_on_its_side(day: date) -> None:
    following = COMPUTED.payment_day(day)
    preceding = COMPUTED.payment_day(day, rule=NonBankingDay.PRECEDING)
    assert preceding <= day <= following
    assert is_banking_day(preceding) and is_banking_day(following)
    assert (following - preceding).days <= 8  # never longer shut than over Christmas and New Year or Easter
    assert COMPUTED.between(preceding, following) == (1 if preceding == following else 2)


@given(DAYS, st.integers(-300, 300))
def test_banking_days_are_added_and_taken_away(day: date, count: int) -> None:
    start = COMPUTED.following(day)
    there = COMPUTED.add(start, banking_days=count)
    assert COMPUTED.add(there, banking_days=-count) == start
    assert COMPUTED.between(min(start, there), max(start, there)) == abs(count) + 1


@given(st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12))
def test_a_month_holds_its_own_banking_days(year: int, month: int) -> None:
    days = list(COMPUTED.of_month(year, month))
    assert COMPUTED.between(days[0], days[-1]) == len(days)
    assert 14 <= len(days) <= 23
    assert all(day.month == month and is_banking_day(day) for day in days)


def test_leap_days() -> None:
    assert is_banking_day(date(2028, 2, 29))
    assert COMPUTED.following(date(2032, 2, 29)) == date(2032, 3, 1)  # a Sunday
    assert date(2100, 2, 28) + DAY == date(2100, 3, 1)  # no leap year
    assert COMPUTED.following(date(2100, 2, 28)) == date(2100, 3, 1)  # a Sunday


def test_a_day_outside_the_century_is_answered() -> None:
    assert not is_banking_day(date(9999, 12, 31))
    with pytest.raises(OverflowError):
        COMPUTED.following(date(9999, 12, 31))


def test_an_operator_closes_and_opens_days() -> None:
    """BP-83: the table is editable and versioned, the computed list is the default."""
    overlay = Overlay(
        version="2027-1",
        closed={date(2027, 9, 1): Words("strejke", "strike")},
        open=frozenset({date(2027, 6, 5), date(2027, 12, 31)}),
        months={(2027, 4): MonthOverride(ordinary=date(2027, 3, 18))},
        times=(ClockTimes(), ClockTimes(valid_from=date(2027, 7, 1))),
    )
    calendar = Calendar(read_overlay(write_overlay(overlay)))
    assert calendar.overlay == overlay
    assert not calendar.is_banking_day(date(2027, 9, 1))
    assert calendar.is_banking_day(date(2027, 6, 5))
    assert calendar.following(date(2027, 9, 1)) == date(2027, 9, 2)
    days = {closed.day: closed.name.en for closed in calendar.closed_days(2027)}
    assert days[date(2027, 9, 1)] == "strike"
    assert date(2027, 12, 31) not in days


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("[]", "a version"),
        ("{}", "a version"),
        ('{"version": "1", "opne": []}', "at most"),
        ('{"version": "1", "open": ["2027-13-01"]}', "open"),
        ('{"version": "1", "open": 7}', "open"),
        ('{"version": "1", "closed": ["2027-01-01"]}', "closed"),
        ('{"version": "1", "closed": {"2027-09-01": {"da": "x"}}}', "closed"),
        ('{"version": "1", "months": {"2027-4": {"ordinary": "2027-03-18"}}}', "months"),
        ('{"version": "1", "months": {"2027-04": {"last": "2027-03-18"}}}', "months"),
        ('{"version": "1", "times": []}', "times"),
        ('{"version": "1", "times": [{"ordinary": "11:00+01:00"}]}', "times"),
        ('{"version": "1", "times": [{}, {}]}', "times"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(OverlayError, match=why):
        read_overlay(text)
