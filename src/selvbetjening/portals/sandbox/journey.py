"""Moving the demo's time on: wake what is due by then, and tell what has happened since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from selvbetjening.domain.billing.actions import sweep as billing
from selvbetjening.domain.billing.actions.late_sweep import late_sweep
from selvbetjening.domain.history import queries as history
from selvbetjening.domain.history.actions import sweep as reactions
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.domain.messaging.actions import sweep as mail
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.queries import portals
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.periods import Interval, step
from selvbetjening.portals.sandbox import travel

_STEPS: Final[Mapping[str, Interval]] = {
    "day": Interval("day", 1),
    "week": Interval("week", 1),
    "month": Interval("month", 1),
}
#: Facts of this kind cannot be taken back, and must not lie in the future.
_FINAL: Final = ("invoicing.", "subscriptions.", "payments.")


@dataclass(frozen=True)
class Since:
    """What happened at one company since the clock was last moved."""

    company: str
    invoices: int
    ended: int
    mails: int


def target(*, wanted: str, today: date) -> date | None:
    """The Copenhagen day that a button leads to: a day, a week, a month on, the first of the next month; else None."""
    if wanted == "first":
        return step(today.replace(day=1), _STEPS["month"], anchor_day=1)
    interval = _STEPS.get(wanted)
    return step(today, interval, anchor_day=today.day) if interval else None


def move_on(*, until: date) -> None:
    """Make it that day, the hour kept, and wake billing, reminders, reactions and mail; the worker does the work.

    Raises ValueError for a day that is past. A move that is interrupted after the first line loses nothing: the
    schedule wakes the same sweeps.
    """
    hour = clock.now().astimezone(COPENHAGEN).time()
    travel.move_to(datetime.combine(until, hour, tzinfo=COPENHAGEN))
    at = clock.now()
    billing.sweep(today=clock.today(), at=at)
    late_sweep(today=clock.today(), at=at)
    reactions.sweep(at=at)
    mail.sweep(at=at)


def waiting() -> int:
    """How many jobs are to be done now or being done; those that wait for a later time are not counted."""
    unfinished = ProcrastinateJob.objects.filter(status__in=("todo", "doing"))
    return unfinished.filter(Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=Now())).count()


def since(at: datetime) -> list[Since]:
    """What each company's book and outbox have from that instant on; companies without anything are left out."""
    found = []
    for organization in portals():
        with within(organization):
            company = organizations.get(organization).name
            facts = history.counts(organization, since=at)
            mails = messaging.sent(organization, since=at)
        row = Since(company, facts.get("invoicing.issued", 0), facts.get("subscriptions.ended", 0), mails)
        if row.invoices or row.ended or row.mails:
            found.append(row)
    return found


def may_go_home() -> bool:
    """Whether nothing final stands in the book at an instant that is still to come by the machine's time."""
    for organization in portals():
        with within(organization):
            if any(name.startswith(_FINAL) for name in history.counts(organization, since=travel.real())):
                return False
    return True
