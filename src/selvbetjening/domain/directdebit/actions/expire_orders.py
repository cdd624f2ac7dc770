"""Orders about mandates of which nothing was heard in time: they end, and their bank details go (SEC-128)."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.directdebit.actions.hold_orders import drop_orders
from selvbetjening.domain.directdebit.events import MandateOrderExpired
from selvbetjening.domain.directdebit.lifecycle import MANDATE_ORDER, BatchState, OrderState
from selvbetjening.domain.directdebit.models import MandateOrder, OrderBatch
from selvbetjening.domain.directdebit.rules.bank import KEEP
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.ids import OrganizationId


def expire_orders(organization: OrganizationId, *, today: date, at: datetime) -> int:
    """End what is open after 90 days, and wipe the bank details of all that is as old, in the open transaction.

    The customer can be asked for anew then. Records `MandateOrderExpired`, and `MandateOrdersDropped` for what nobody
    said yes to. How many orders were touched.
    """
    before = start_of_day(today - KEEP)
    held = OrderBatch.objects.filter(organization_id=organization, state=BatchState.HELD, made_at__lt=before)
    batches: list[UUID] = list(held.values_list("id", flat=True))
    dropped = MandateOrder.objects.filter(organization_id=organization, batch_id__in=batches, state=OrderState.HELD)
    many = dropped.count()
    for batch in batches:
        drop_orders(organization, batch=batch, why="expired", at=at)
    is_old = Q(made_at__lt=before) & (Q(let_at__isnull=True) | Q(let_at__lt=before))
    old = MandateOrder.objects.filter(is_old & ~Q(sealed=b""), organization_id=organization)
    is_open = MandateOrder.objects.select_for_update(no_key=True).filter(
        is_old, organization_id=organization, state__in=(OrderState.WAITING, OrderState.WRITTEN)
    )
    rows = list(is_open.values_list("id", "account_id", "verb"))
    facts = [MandateOrderExpired(account=account, order=order, verb=verb) for order, account, verb in rows]
    is_open.update(state=MANDATE_ORDER.after(OrderState.WRITTEN, "expire"), sealed=b"")
    record_many(organization, facts=facts, actor=SYSTEM, at=at)
    return many + len(rows) + old.update(sealed=b"")
