"""Moving the demo's time on, day by day, each day's work in turn; and what has happened since."""

import fcntl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from selvbetjening import schedule
from selvbetjening.domain.history import queries as history
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.queries import portals
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.periods import Interval, step
from selvbetjening.portals.sandbox import travel

#: The job that goes on; the prefix of what belongs to no organization.
JOB: Final = "schedule.demo_clock"
_A_MOMENT, _PATIENCE = 0.1, 15.0
_STEPS: Final[Mapping[str, Interval]] = {
    "day": Interval("day", 1),
    "week": Interval("week", 1),
    "month": Interval("month", 1),
}
_TOLD: Final = ("invoicing.issued", "invoicing.reminder_sent", "subscriptions.ended")
#: Facts of this kind cannot be taken back, and must not lie in the future.
_FINAL: Final = ("invoicing.", "subscriptions.", "payments.")


@dataclass(frozen=True)
class Since:
    """What happened at one company since the last journey began."""

    company: str
    invoices: int
    reminders: int
    ended: int
    mails: int


def target(*, wanted: str, today: date) -> date | None:
    """The Copenhagen day that a button leads to: a day, a week, a month on, the first of the next month; else None."""
    if wanted == "first":
        return step(today.replace(day=1), _STEPS["month"], anchor_day=1)
    interval = _STEPS.get(wanted)
    return step(today, interval, anchor_day=today.day) if interval else None


def move_on(*, until: date) -> None:
    """Set out for that day, the hour kept; the worker goes there day by day. Raises ValueError for a day that is past.

    Whoever is killed on the way loses nothing: the job comes round every minute and goes on from the day it finds.
    """
    hour = clock.now().astimezone(COPENHAGEN).time()
    travel.set_out(datetime.combine(until, hour, tzinfo=COPENHAGEN))
    _wake(JOB)


def go_on() -> None:
    """Do each day's work in turn, from the present day to the goal, and go to the next when its last job is done.

    One process at a time: another returns at once. A day that was begun before is done again; whatever a day does, it
    does once.
    """
    with _alone() as alone:
        under_way = alone and travel.state().goal is not None
        while under_way:
            schedule.everything(at=clock.now())
            _wait()
            under_way = travel.next_day()


def waiting() -> int:
    """How many jobs are to be done now or being done; the journey's own, and those for a later time, do not count."""
    unfinished = ProcrastinateJob.objects.filter(status__in=("todo", "doing")).exclude(task_name=JOB)
    return unfinished.filter(Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=Now())).count()


def _wait() -> None:
    """Until no job waits. What a killed worker held is given back meanwhile."""
    asked = time.monotonic()
    while waiting():
        time.sleep(_A_MOMENT)
        if time.monotonic() - asked > _PATIENCE:
            asked = time.monotonic()
            _wake("schedule.stalled_jobs")


def _wake(job: str) -> None:
    """Queue it, by its name, unless it is queued; within a transaction the refusal takes nothing else with it."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(job).defer(timestamp=0)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process goes on with the journey; the lock goes with its process, however that ends."""
    with (Path(settings.VAR_DIR) / "journey.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def since(at: datetime) -> list[Since]:
    """What each company's book and outbox have from that instant on; companies without anything are left out."""
    found = []
    for organization in portals():
        with within(organization):
            company = organizations.get(organization).name
            facts = history.counts(organization, since=at)
            mails = messaging.sent(organization, since=at)
        issued, reminded, ended = (facts.get(name, 0) for name in _TOLD)
        if issued or reminded or ended or mails:
            found.append(Since(company, issued, reminded, ended, mails))
    return found


def may_go_home() -> bool:
    """Whether nothing final stands in the book at an instant that is still to come by the machine's time."""
    for organization in portals():
        with within(organization):
            if any(name.startswith(_FINAL) for name in history.counts(organization, since=travel.real())):
                return False
    return True
