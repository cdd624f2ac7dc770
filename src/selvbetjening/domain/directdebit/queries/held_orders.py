"""Orders about mandates that wait for other people's yes: which, whose, and exactly what is said yes to (BM-04)."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from selvbetjening.domain.directdebit.lifecycle import BatchState, OrderState
from selvbetjening.domain.directdebit.models import MandateOrder, OrderBatch
from selvbetjening.domain.directdebit.queries.ordered import masked_account
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order as a page shows it: the account it is for, covered; empty for one that ends a mandate."""

    order: MandateOrder
    covered: str


def held_batches(organization: OrganizationId, *, pbs_numbers: Collection[str] = ()) -> list[OrderBatch]:
    """What waits, oldest first, each with how many `orders_held`; of these PBS numbers where some are named."""
    mine = OrderBatch.objects.filter(organization_id=organization, state=BatchState.HELD)
    mine = mine.filter(agreement__pbs_number__in=pbs_numbers) if pbs_numbers else mine
    counted = mine.annotate(orders_held=Count("orders", filter=Q(orders__state=OrderState.HELD)))
    return list(counted.select_related("agreement").order_by("made_at", "id"))


def order_batch(organization: OrganizationId, *, batch: UUID) -> OrderBatch | None:
    """One, with its agreement; None for none of the company's."""
    mine = OrderBatch.objects.filter(organization_id=organization, id=batch)
    return mine.select_related("agreement").first()


def counted(organization: OrganizationId, *, batch: UUID) -> dict[str, int]:
    """How many of its orders still wait, by what they ask for."""
    mine = _held(organization, batch).order_by().values_list("verb").annotate(many=Count("id"))
    return dict(mine)


def shown(organization: OrganizationId, *, batch: UUID, limit: int) -> list[HeldOrder]:
    """The first of them by customer number."""
    rows = _held(organization, batch).select_related("account").order_by("match_key", "id")[:limit]
    return [HeldOrder(each, masked_account(organization, order=each)) for each in rows]


def digest(organization: OrganizationId, *, batch: UUID) -> str:
    """SHA-256 of what waits, sealed numbers included: a yes is to exactly this."""
    summed = hashlib.sha256()
    rows = _held(organization, batch).order_by("id").values_list("id", "verb", "match_key", "mandate_number", "sealed")
    for id_, verb, key, number, sealed in rows.iterator(chunk_size=2_000):
        summed.update(json.dumps([str(id_), verb, key, number, bytes(sealed).hex()]).encode())
    return summed.hexdigest()


def _held(organization: OrganizationId, batch: UUID) -> QuerySet[MandateOrder]:
    return MandateOrder.objects.filter(organization_id=organization, batch_id=batch, state=OrderState.HELD)
