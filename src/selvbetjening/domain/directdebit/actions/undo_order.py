"""Take back what was ordered about a mandate, as long as no 0605 has gone out with it."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.events import MandateOrderUndone
from selvbetjening.domain.directdebit.lifecycle import MANDATE_ORDER, OrderState
from selvbetjening.domain.directdebit.models import MandateOrder
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def undo_order(
    organization: OrganizationId, *, order: UUID, account: UUID | None = None, actor: Actor, at: datetime
) -> bool:
    """Take an order back; its bank details are gone with it. False where it went out, or was taken back before.

    `account` lets only this account's be taken back. Records `MandateOrderUndone`.
    """
    with within(organization):
        mine = MandateOrder.objects.filter(organization_id=organization, id=order)
        mine = mine.filter(account_id=account) if account else mine
        undone = mine.filter(state__in=MANDATE_ORDER.sources("undo")).update(state=OrderState.UNDONE, sealed=b"")
        if undone:
            row = mine.get()
            fact = MandateOrderUndone(account=row.account_id, order=row.id, verb=row.verb)
            record(organization, fact=fact, actor=actor, at=at)
    return bool(undone)
