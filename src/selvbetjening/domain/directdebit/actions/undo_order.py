"""Take back what was ordered about a mandate, as long as no 0605 has gone out with it."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.actions.hold_orders import drop_orders
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

    `account` lets only this account's be taken back. Records `MandateOrderUndone`; of one that still waited for a yes
    nobody was told, and with the last one of its batch `MandateOrdersDropped` is recorded.
    """
    with within(organization):
        mine = MandateOrder.objects.filter(organization_id=organization, id=order)
        mine = mine.filter(account_id=account) if account else mine
        row = mine.select_for_update(no_key=True).first()
        if row is None or row.state not in MANDATE_ORDER.sources("undo"):
            return False
        mine.update(state=MANDATE_ORDER.after(OrderState(row.state), "undo"), sealed=b"")
        if row.state == OrderState.HELD and row.batch_id is not None:
            beside = MandateOrder.objects.filter(
                organization_id=organization, batch_id=row.batch_id, state=OrderState.HELD
            )
            if not beside.exists():
                drop_orders(organization, batch=row.batch_id, why="undone", actor=actor, at=at)
        else:
            fact = MandateOrderUndone(account=row.account_id, order=row.id, verb=row.verb)
            record(organization, fact=fact, actor=actor, at=at)
    return True
