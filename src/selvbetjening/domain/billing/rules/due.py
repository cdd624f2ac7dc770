"""What is due: the periods that ought to be billed by a day, minus those that are (design, "Should minus was")."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from selvbetjening.kernel.periods import Interval, Period, period_from

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Running(Generic[T]):
    """Terms in force with their interval; `T` is whatever the caller knows terms by."""

    terms: T
    interval: Interval
    quantity: int


@dataclass(frozen=True, slots=True)
class Due(Generic[T]):
    """What is due of one subscription, and where it stands when that is billed. `changed_on` says when the plan won."""

    periods: tuple[tuple[Period, Running[T]], ...]
    period_starts_on: date
    renews_on: date
    running: Running[T]
    changed_on: date | None


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
) -> Due[T]:
    """Every period from `renews_on` that starts on or before `today` and before `ends_on`, in order.

    The planned change wins at the first period that starts on its day or later. Starts of periods that stand in
    `billed` are stepped over and not returned.
    """
    found, changed_on = [], None
    while renews_on <= today and (ends_on is None or renews_on < ends_on):
        if planned and planned[0] <= renews_on:
            running, changed_on, planned = planned[1], renews_on, None
        period = period_from(renews_on, running.interval, anchor_day=anchor_day)
        if renews_on not in billed:
            found.append((period, running))
        period_starts_on, renews_on = period.starts_on, period.ends_on
    return Due(tuple(found), period_starts_on, renews_on, running, changed_on)
