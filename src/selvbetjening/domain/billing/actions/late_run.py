"""The daily look at what is late: plans, unanswered disputes, reminders. May run twice, late, or be killed."""

from dataclasses import dataclass
from datetime import date, datetime

from selvbetjening.domain.billing.actions.remind import remind
from selvbetjening.domain.billing.queries.reminding import candidates, overdue
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.payments.actions.check_plans import check_plans
from selvbetjening.domain.payments.actions.escalate_disputes import escalate_disputes
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

CHUNK = 500


@dataclass(frozen=True, slots=True)
class LateRun:
    """What a run did."""

    letters: int = 0
    plans: int = 0
    escalated: int = 0


def late_run(
    organization: OrganizationId, *, today: date, at: datetime, actor: Actor = SYSTEM, chunk: int = CHUNK
) -> LateRun:
    """Close instalment plans, escalate disputes, then remind whoever is to be reminded today.

    Each letter is a transaction of its own: a worker killed here loses nothing and repeats nothing. An organization
    that is not active sends none. Records what the called actions record.
    """
    with within(organization):
        if not organizations.get(organization).is_active:
            return LateRun()
    plans = check_plans(organization, today=today, actor=actor, at=at)
    escalated = escalate_disputes(organization, today=today, actor=actor, at=at)
    letters, after = 0, None
    while True:
        with within(organization):
            invoices = overdue(organization, today=today, after=after, limit=chunk)
            wanted = [
                each.invoice.id
                for each in candidates(organization, invoices=invoices, today=today)
                if each.verdict.sends
            ]
        for invoice in wanted:
            letters += remind(organization, invoice=invoice, today=today, actor=actor, at=at) is not None
        if len(invoices) < chunk:
            return LateRun(letters, plans, escalated)
        after = invoices[-1].id


@job(name="billing.late")
def late_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up: looks at whatever is late on the day it wakes."""
    late_run(organization, today=copenhagen_day(at), at=at)
