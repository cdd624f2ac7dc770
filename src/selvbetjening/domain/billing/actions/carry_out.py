"""Let changes that wait for a day within a period happen on that day (fenerum-api.md 8)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from selvbetjening.domain.billing.actions.act_at_once import act_at_once
from selvbetjening.domain.billing.actions.undo import close_undo
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.events import ScheduledChangeFailed
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import ScheduledChange
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: A paused subscription is changed when it runs again.
READY = Q(state="waiting", at_day=True) & ~Q(subscription__state=State.PAUSED)


def carry_out(organization: OrganizationId, *, today: date, at: datetime, account: UUID | None = None) -> int:
    """Make every change whose day has come an immediate one of today, with proration; how many happened.

    Each in a transaction of its own, with its subscription locked: twice, two at once and killed anywhere it happens
    once. One that cannot happen is `failed` with its reason. Records what a change records, or `ScheduledChangeFailed`.
    """
    with within(organization):
        due = ScheduledChange.objects.filter(READY, organization_id=organization, effective_on__lte=today)
        due = due.filter(subscription__account_id=account) if account else due
        found = list(due.order_by("effective_on", "id").values_list("id", "subscription__account_id", "subscription"))
    return sum(_carried_out(organization, change, of, mine, at) for change, of, mine in found)


def _carried_out(organization: OrganizationId, change: UUID, account: UUID, subscription: UUID, at: datetime) -> bool:
    with within(organization):
        mine = subscriptions.locked(organization, account=account, subscription=subscription)
        rows = ScheduledChange.objects.filter(READY, organization_id=organization, id=change)
        row = rows.first()
        if row is None:
            return False
        quantity = row.quantity if row.quantity != mine.quantity else None
        terms = row.terms_id if row.terms_id != mine.terms_id else None
        own = row.own_price_minor if terms else None
        wish = Wish(act="change", terms=terms, quantity=quantity, by_integration=True, own_price_minor=own)
        try:
            with transaction.atomic():
                rows.update(state="done")  # first, so that the act does not take it for one to be replaced
                act_at_once(organization, account=account, subscription=mine.id, wish=wish, actor=SYSTEM, at=at)
                close_undo(organization, subscription=mine.id, at=at)  # nobody of the account did it just now
        except Refused as refused:
            rows.update(state="failed", reason=refused.reason)
            fact = ScheduledChangeFailed(
                account=account, subscription=mine.id, to_terms=row.terms_id, quantity=row.quantity,
                effective_on=row.effective_on, reason=refused.reason,
            )  # fmt: skip
            record(organization, fact=fact, actor=SYSTEM, at=at)
            return False
    return True


@job(name="billing.carry_out")
def carry_out_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up: what is due by the day it wakes."""
    carry_out(organization, today=copenhagen_day(at), at=at)
