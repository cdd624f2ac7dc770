"""Danish days without business: Saturdays, Sundays, holidays, Constitution Day, Christmas Eve, New Year's Eve."""

from datetime import date, timedelta

_FIXED = ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))
#: Days from Easter Sunday: Maundy Thursday, Good Friday, Easter, Easter Monday, Ascension, Whit Sunday and Monday.
_FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
_PRAYER_DAY = 26  # store bededag, a holiday up to and including 2023
_LAST_PRAYER_DAY = 2023


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Whether the day is a holiday in Denmark, or one of 5 June, 24 and 31 December that a deadline skips too."""
    if (day.month, day.day) in _FIXED:
        return True
    since = (day - easter(day.year)).days
    return since in _FROM_EASTER or (since == _PRAYER_DAY and day.year <= _LAST_PRAYER_DAY)


def next_weekday(day: date) -> date:
    """The day itself, or the first day after it that is neither a Saturday, a Sunday nor a holiday (WDR-1)."""
    while day.isoweekday() > 5 or is_holiday(day):
        day += timedelta(days=1)
    return day
