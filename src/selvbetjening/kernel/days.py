"""Days in Copenhagen: which day an instant falls on, and the instant a day begins."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def copenhagen_day(at: datetime) -> date:
    """The Copenhagen day of an instant. Raises ValueError for a naive datetime."""
    if at.utcoffset() is None:
        raise ValueError("an instant without a time zone has no day")
    return at.astimezone(COPENHAGEN).date()


def start_of_day(day: date) -> datetime:
    """The instant (UTC) at which the Copenhagen day begins; days of 23 and 25 hours included."""
    return datetime.combine(day, time.min, tzinfo=COPENHAGEN).astimezone(UTC)


def days_between(first: date, second: date) -> int:
    """Whole days from `first` to `second`; negative when `second` is the earlier one."""
    return (second - first).days
