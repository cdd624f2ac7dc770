"""Files that wait for a human: remind in time, and take a possible duplicate back when nobody decides (BM-04, D.3)."""

from datetime import datetime

from selvbetjening.domain.deliveries.actions.withdraw import withdraw
from selvbetjening.domain.deliveries.events import DecisionReminded
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.deliveries.rules.reminders import reminders_due, waited_out
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.holidays import is_banking_day
from selvbetjening.kernel.ids import OrganizationId


def remind(organization: OrganizationId, *, at: datetime) -> None:
    """Remind and withdraw what is due. An approval is never given by the clock, and never taken for given."""
    waiting = (DeliveryState.HELD_DUPLICATE, DeliveryState.AWAITING_APPROVAL)
    with within(organization):
        rows = list(Delivery.objects.filter(organization_id=organization, state__in=waiting).order_by("number"))
    for row in rows:
        approval = row.state == DeliveryState.AWAITING_APPROVAL
        if not approval and waited_out(since=row.state_at, at=at, is_banking_day=is_banking_day):
            _take_back(organization, row, at)
            continue
        due = reminders_due(since=row.state_at, deadline=row.deadline_at, approval=approval, at=at)
        if due > row.reminders:
            _remind(organization, row, due, "approval" if approval else "duplicate", at)


def _take_back(organization: OrganizationId, row: Delivery, at: datetime) -> None:
    try:
        withdraw(organization, delivery=row.id, actor=SYSTEM, at=at, why="time")
    except Refused:
        return  # somebody decided at this very moment


def _remind(organization: OrganizationId, row: Delivery, due: int, waits_for: str, at: datetime) -> None:
    with within(organization):
        told = Delivery.objects.filter(
            organization_id=organization, id=row.id, state=row.state, reminders=row.reminders
        ).update(reminders=due)
        if told:
            fact = DecisionReminded(delivery=row.id, number=row.number, waits_for=waits_for)
            record(organization, fact=fact, actor=SYSTEM, at=at)
