"""The days of a subscription that is taken over in the middle of its life. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from selvbetjening.kernel.periods import Interval, periods_until

_MOST_PERIODS = 2_400


class NotPossible(Exception):
    """The days do not fit together. `column` is the one to mend."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column, self.text = column, text


@dataclass(frozen=True)
class Course:
    """Where the subscription stands: its state on `today`, its present period and the first day not billed yet."""

    state: str
    anchor_day: int
    period_starts_on: date
    renews_on: date
    ends_on: date | None


def out_of_order(*, started_on: date | None, renews_on: date | None, ends_on: date | None) -> Iterator[NotPossible]:
    """Every pair of days that contradicts itself; a day that is empty or could not be read is None."""
    if renews_on and started_on and renews_on < started_on:
        yield NotPossible("renews_on", "lies before started_on. It is the first day that is not billed yet.")
    if ends_on and renews_on and ends_on < renews_on:
        words = "lies before renews_on: it is billed for longer than it runs. Correct one of them."
        yield NotPossible("ends_on", words)
    elif ends_on and started_on and ends_on < started_on:
        yield NotPossible("ends_on", "lies before started_on. Correct one of them.")


def course(
    *, started_on: date, renews_on: date | None, ends_on: date | None, interval: Interval, today: date
) -> Course:
    """Work out state, anchor and present period. `renews_on` is the first day not billed yet, `started_on` if empty.

    The anchor day is the start's, unless the renewal lies on another day of the month. Raises `NotPossible`.
    """
    for fault in out_of_order(started_on=started_on, renews_on=renews_on, ends_on=ends_on):
        raise fault
    renewal = renews_on or started_on
    anchor = started_on.day if renewal.day == _in_month(renewal, started_on.day) else renewal.day
    begun = max(started_on, _back(renewal, interval, anchor))
    if ends_on is None:
        return Course("active", anchor, begun, renewal, None)
    ahead = islice(periods_until(renewal, interval, anchor_day=anchor, until=ends_on), _MOST_PERIODS)
    if ends_on not in {period.starts_on for period in ahead}:
        raise NotPossible("ends_on", "is not the first day of a period: it is the first day without the subscription.")
    # One with days left to bill is not ended yet: the billing run bills them first.
    state = "ended" if renewal == ends_on <= today else "cancelled"
    return Course(state, anchor, begun, renewal, ends_on)


def _back(day: date, interval: Interval, anchor_day: int) -> date:
    if interval.unit in ("day", "week"):
        return day - timedelta(days=interval.count * (7 if interval.unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - interval.count * (12 if interval.unit == "year" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    return first.replace(day=_in_month(first, anchor_day))


def _in_month(day: date, anchor_day: int) -> int:
    return min(anchor_day, monthrange(day.year, day.month)[1])
