"""What is due: the days that ought to be billed by a day, minus those that are (design, "Should minus was")."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, NamedTuple, TypeVar

from selvbetjening.kernel.periods import Interval, Period, period_from

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Running(Generic[T]):
    """Terms in force with their interval; `T` is whatever the caller knows terms by. `backward`: billed afterwards."""

    terms: T
    interval: Interval
    quantity: int
    backward: bool = False


class Bill(NamedTuple, Generic[T]):
    """Days to bill, the terms they are on, and the real period that they are measured by, which they may not fill."""

    days: Period
    run: Running[T]
    current: Period

    @property
    def is_whole(self) -> bool:
        """Whether the days are one whole period."""
        return self.days == self.current


@dataclass(frozen=True, slots=True)
class Due(Generic[T]):
    """What is due of one subscription, and where it stands when that is billed.

    `changed_on` says when the plan won, `resumed_on` when a pause ended: then the first bills begin on it. `ahead` is
    the next period, where that is invoiced before it begins; it moves nothing.
    """

    periods: tuple[Bill[T], ...]
    period_starts_on: date
    renews_on: date
    running: Running[T]
    changed_on: date | None
    charged_until: date | None = None
    resumed_on: date | None = None
    ahead: Bill[T] | None = None


def due_periods(
    *,
    running: Running[T],
    planned: tuple[date, Running[T]] | None,
    anchor_day: int,
    period_starts_on: date,
    renews_on: date,
    ends_on: date | None,
    today: date,
    billed: Collection[date] = (),
    charged_until: date | None = None,
    resumes: bool = False,
    days_before: int = 0,
) -> Due[T]:
    """Every period from `renews_on` that starts on or before `today` and before `ends_on`, in order.

    The planned change wins at the first period that starts on its day or later. Starts of periods that stand in
    `billed` are stepped over and not returned. Terms charged backward are billed for the days from `charged_until`, or
    from `period_starts_on`, when the period is over. A last period that `ends_on` cuts is billed for its days only.
    `resumes`: it is paused, and taken up on `renews_on`. `days_before` invoices the next period so many days early.
    """
    found: list[Bill[T]] = []
    changed_on = resumed_on = None
    if resumes and renews_on <= today:
        if planned and planned[0] <= renews_on:
            running, changed_on, planned = planned[1], renews_on, None
        resumed_on = renews_on
        current, bill = resumed(
            running=running, anchor_day=anchor_day, period_starts_on=period_starts_on, on=renews_on, billed=billed
        )
        found += bill
        charged_until = resumed_on if running.backward else None
        period_starts_on, renews_on = current.starts_on, current.ends_on
    while renews_on <= today:
        start = charged_until or period_starts_on
        if running.backward and start < renews_on and start not in billed:
            whole = period_from(period_starts_on, running.interval, anchor_day=anchor_day)
            found.append(Bill(Period(start, renews_on), running, whole))
        charged_until = None
        if ends_on is not None and renews_on >= ends_on:
            period_starts_on = renews_on if running.backward else period_starts_on
            break
        if planned and planned[0] <= renews_on:
            running, changed_on, planned = planned[1], renews_on, None
        current = period_from(renews_on, running.interval, anchor_day=anchor_day)
        bill_days = _cut(current, ends_on)
        if not running.backward and renews_on not in billed:
            found.append(Bill(bill_days, running, current))
        period_starts_on, renews_on = current.starts_on, bill_days.ends_on
    ahead = None
    if days_before and not resumes and renews_on - timedelta(days=days_before) <= today:
        ahead = _next(running, planned, anchor_day=anchor_day, on=renews_on, ends_on=ends_on, billed=billed)
    return Due(
        tuple(found), period_starts_on, renews_on, running, changed_on, charged_until, resumed_on, ahead
    )  # fmt: skip


def resumed(
    *, running: Running[T], anchor_day: int, period_starts_on: date, on: date, billed: Collection[date] = ()
) -> tuple[Period, list[Bill[T]]]:
    """The real period that a pause ends in on this day, and the bill for the rest of it.

    What had been invoiced ahead of the pause was given back with it, and is stepped over when its day comes: so it is
    billed now.
    """
    current = period_from(period_starts_on, running.interval, anchor_day=anchor_day)
    while current.ends_on <= on:
        current = period_from(current.ends_on, running.interval, anchor_day=anchor_day)
    if running.backward:
        return current, []
    found = [Bill(Period(on, current.ends_on), running, current)]
    if current.ends_on in billed:
        following = period_from(current.ends_on, running.interval, anchor_day=anchor_day)
        found.append(Bill(following, running, following))
    return current, found


def _next(
    running: Running[T],
    planned: tuple[date, Running[T]] | None,
    *,
    anchor_day: int,
    on: date,
    ends_on: date | None,
    billed: Collection[date],
) -> Bill[T] | None:
    if planned and planned[0] <= on:
        running = planned[1]
    if running.backward or on in billed or (ends_on is not None and on >= ends_on):
        return None
    current = period_from(on, running.interval, anchor_day=anchor_day)
    return Bill(_cut(current, ends_on), running, current)


def _cut(current: Period, ends_on: date | None) -> Period:
    return Period(current.starts_on, ends_on) if ends_on and ends_on < current.ends_on else current
