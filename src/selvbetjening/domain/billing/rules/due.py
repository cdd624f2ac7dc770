"""What is due: the days that ought to be billed by a day, minus those that are (design, "Should minus was")."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Walk(Generic[T]):
    """A subscription on its way from bill to bill."""

    running: Running[T]
    planned: tuple[date, Running[T]] | None
    anchor_day: int
    period_starts_on: date
    renews_on: date
    ends_on: date | None
    billed: Collection[date]
    charged_until: date | None
    found: list[Bill[T]] = field(default_factory=list)
    changed_on: date | None = None
    resumed_on: date | None = None

    def change(self) -> None:
        """The planned change wins once its day has come."""
        if self.planned and self.planned[0] <= self.renews_on:
            self.running, self.changed_on, self.planned = self.planned[1], self.renews_on, None

    def resume(self) -> None:
        """It is taken up on `renews_on`, in the real period that this is in."""
        self.change()
        self.resumed_on = on = self.renews_on
        current, self.found = resumed(
            running=self.running,
            anchor_day=self.anchor_day,
            period_starts_on=self.period_starts_on,
            on=on,
            billed=self.billed,
        )
        self.charged_until = on if self.running.backward else None
        self.period_starts_on, self.renews_on = current.starts_on, current.ends_on

    def renew(self) -> bool:
        """Past `renews_on`: bill what ended on it or begins on it. False where it is the end."""
        on, backward, start = self.renews_on, self.running.backward, self.charged_until or self.period_starts_on
        if backward and start < on and start not in self.billed:
            whole = period_from(self.period_starts_on, self.running.interval, anchor_day=self.anchor_day)
            self.found.append(Bill(Period(start, on), self.running, whole))
        self.charged_until = None
        if self.ends_on is not None and on >= self.ends_on:
            self.period_starts_on = on if backward else self.period_starts_on
            return False
        self.change()
        current = period_from(on, self.running.interval, anchor_day=self.anchor_day)
        days = _cut(current, self.ends_on)
        if not self.running.backward and on not in self.billed:
            self.found.append(Bill(days, self.running, current))
        self.period_starts_on, self.renews_on = current.starts_on, days.ends_on
        return True

    def ahead(self) -> Bill[T] | None:
        """The next period, to be invoiced before it begins."""
        on, running = self.renews_on, self.running
        if self.planned and self.planned[0] <= on:
            running = self.planned[1]
        if running.backward or on in self.billed or (self.ends_on is not None and on >= self.ends_on):
            return None
        current = period_from(on, running.interval, anchor_day=self.anchor_day)
        return Bill(_cut(current, self.ends_on), running, current)


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
    `resumes`: it is paused, and taken up on `renews_on`. `days_before` invoices the next period so many days early, but
    the first one on its first day.
    """
    walk = _Walk(running, planned, anchor_day, period_starts_on, renews_on, ends_on, billed, charged_until)
    if resumes and renews_on <= today:
        walk.resume()
    while walk.renews_on <= today and walk.renew():
        pass
    begun = walk.period_starts_on < walk.renews_on and walk.period_starts_on <= today
    early = begun and days_before and not resumes and walk.renews_on - timedelta(days=days_before) <= today
    return Due(
        tuple(walk.found),
        walk.period_starts_on,
        walk.renews_on,
        walk.running,
        walk.changed_on,
        walk.charged_until,
        walk.resumed_on,
        walk.ahead() if early else None,
    )


def invoiced(
    *, bills: Iterable[Bill[T]], period_starts_on: date, days_before: int = 0
) -> Iterator[tuple[date, Bill[T]]]:
    """Each of the bills of `due_periods` with the day on which the run makes it, `period_starts_on` being its start.

    In arrears when its days are over; else so many days before it begins, but never in a period before the last.
    """
    since = period_starts_on
    for bill in bills:
        on = bill.days.starts_on
        if bill.run.backward:
            yield bill.days.ends_on, bill
        else:
            yield min(on, max(since, on - timedelta(days=days_before))), bill
        since = on


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


def _cut(current: Period, ends_on: date | None) -> Period:
    return Period(current.starts_on, ends_on) if ends_on and ends_on < current.ends_on else current
