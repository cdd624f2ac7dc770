"""Until when somebody has access (BP-16, BP-26, BM-05): days in Copenhagen, the end is the first day without. Pure."""

from datetime import date
from typing import Final

from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.kernel.periods import Interval, step

#: BP-16: no external partner is let in for longer.
MOST_EXTERNAL_MONTHS: Final = 24
#: Days before an end on which the person and the managers are told (BP-26).
REMINDERS: Final = (30, 14, 3)
#: How long a fading grant can be renewed with one press (BM-05).
FADES_DAYS: Final = 14


def in_months(*, day: date, months: int) -> date:
    """The same day of the month so many months later; the last one where the month is shorter (leap days included)."""
    return step(day, Interval("month", months), anchor_day=day.day)


def checked_end(*, ends_on: date | None, today: date, latest: date | None = None, field: str = "ends_on") -> None:
    """Raise `Refused`: `past` for an end that is over, `too_late` beyond the latest allowed one."""
    if ends_on is None:
        return
    if ends_on <= today:
        raise Refused("past", field=field)
    if latest is not None and ends_on > latest:
        raise Refused("too_late", field=field)


def not_beyond(*, ends_on: date | None, last: date | None) -> date | None:
    """A grant's end, which is never later than its user's `last` (BP-26); None where neither has one."""
    return min((day for day in (ends_on, last) if day is not None), default=None)


def external_end(*, ends_on: date | None, today: date, months: int) -> date:
    """An external partner's end: as asked, else after the company's number of months. Raises `Refused`."""
    chosen = ends_on or in_months(day=today, months=months)
    checked_end(ends_on=chosen, today=today, latest=in_months(day=today, months=MOST_EXTERNAL_MONTHS))
    return chosen


def reminder_due(*, ends_on: date, today: date, told: int | None, since: date | None = None) -> int | None:
    """Which reminder is due: 30, 14 or 3 days before the end; None where it was sent, or none is due.

    `told` is the last one that was sent for this very end, `since` the day on which the access was given: one that was
    given for less than thirty days is not reminded of thirty. A job that slept sends the nearest one only.
    """
    left = (ends_on - today).days
    whole = (ends_on - since).days if since is not None else max(REMINDERS)
    due = [days for days in REMINDERS if left <= days <= whole]
    if left <= 0 or not due:
        return None
    nearest = min(due)
    return nearest if told is None or nearest < told else None
