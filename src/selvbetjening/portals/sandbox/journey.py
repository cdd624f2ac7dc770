"""Moving the demo on, day by day: each day's billing runs on that day, as it would have."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.organizations.queries import portals
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN, copenhagen_day
from selvbetjening.kernel.periods import Interval, step
from selvbetjening.portals.sandbox import travel

STEPS = {"day": Interval("day", 1), "week": Interval("week", 1)}


@dataclass(frozen=True)
class Event:
    """What a company's billing run did on a day."""

    on: date
    host: str
    invoices: int
    ended: int


@dataclass(frozen=True)
class Trip:
    """Where the clock now stands, and what happened on the way."""

    arrived_at: datetime
    events: tuple[Event, ...]

    @property
    def invoices(self) -> int:
        return sum(event.invoices for event in self.events)


def target(*, wanted: str, today: date) -> date | None:
    """The day that a button leads to: a day or a week on, or the first of the next month; None for another word."""
    if wanted == "month":
        return step(today.replace(day=1), Interval("month", 1), anchor_day=1)
    interval = STEPS.get(wanted)
    return step(today, interval, anchor_day=1) if interval else None


def move_on(*, until: date) -> Trip:
    """Move the clock to each day in turn, the hour kept, and run every company's billing there."""
    present = clock.now().astimezone(COPENHAGEN)
    events: list[Event] = []
    for day in _days(copenhagen_day(present), until):
        travel.move_to(max(datetime.combine(day, present.time(), tzinfo=COPENHAGEN), clock.now()))
        for organization, host in portals().items():
            done = run(organization, today=day, at=clock.now())
            if done.invoices or done.ended:
                events.append(Event(day, host, done.invoices, done.ended))
    return Trip(clock.now(), tuple(events))


def _days(after: date, until: date) -> Iterator[date]:
    day = after
    while day < until:
        day += timedelta(days=1)
        yield day
