"""Danish holidays and banking days: which days a deadline may end on, and which come after which."""

from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_LAST_GENERAL_PRAYER_DAY = 2023  # store bededag was abolished from 2024


def easter(year: int) -> date:
    """Easter Sunday of the year in the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The holidays of the church and New Year's Day; Sundays that are no feast are not among them."""
    sunday = easter(year)
    moving = [-7, -3, -2, 0, 1, 39, 49, 50] + ([26] if year <= _LAST_GENERAL_PRAYER_DAY else [])
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    return frozenset([*(sunday + timedelta(days=days) for days in moving), *fixed])


@cache
def _other_closed_days(year: int) -> frozenset[date]:
    # The Friday after Ascension Day, Constitution Day, Christmas Eve and New Year's Eve: no holidays, banks are closed.
    return frozenset([easter(year) + 40 * _DAY, date(year, 6, 5), date(year, 12, 24), date(year, 12, 31)])


def is_working_day(day: date) -> bool:
    """Monday to Friday, no holiday, and none of Constitution Day, Christmas Eve and New Year's Eve."""
    if day.weekday() >= 5 or day in public_holidays(day.year):
        return False
    return (day.month, day.day) not in {(6, 5), (12, 24), (12, 31)}


def is_banking_day(day: date) -> bool:
    """A working day on which banks are open: not the Friday after Ascension Day either."""
    return is_working_day(day) and day not in _other_closed_days(day.year)


def next_banking_day(day: date) -> date:
    """The day itself when banks are open on it, else the first one after it."""
    while not is_banking_day(day):
        day += _DAY
    return day


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The working day that is `count` working days after `day`; the day itself is not counted."""
    for _ in range(count):
        day = next_working_day(day + _DAY)
    return day
