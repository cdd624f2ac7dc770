"""The one function through which a delivery changes its state: under a row lock, with a row that says so (D.1)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.deliveries.lifecycle import DELIVERY, DeliveryState
from selvbetjening.domain.deliveries.models import Delivery, DeliveryMove
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def move(
    organization: OrganizationId,
    *,
    delivery: UUID,
    verb: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    only_from: DeliveryState | None = None,
    **values: Any,
) -> Delivery | None:
    """Move it where the lifecycle allows the verb from its state, and return it; None where somebody was first.

    `values` are other columns that change with it. `only_from` narrows the states it may come from. The row stays
    locked until the open transaction ends, so whoever comes second sees what the first one did.
    """
    with within(organization):
        row = Delivery.objects.select_for_update().filter(organization_id=organization, id=delivery).first()
        if row is None or (only_from is not None and row.state != only_from):
            return None
        before = DeliveryState(row.state)
        if not DELIVERY.may(before, verb):
            return None
        row.state, row.state_at, row.progress = DELIVERY.after(before, verb), at, 0
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=["state", "state_at", "progress", *values])
        note(organization, row=row, before=before, actor=actor, at=at, reason=reason)
        return row


def note(
    organization: OrganizationId, *, row: Delivery, before: str, actor: Actor, at: datetime, reason: str = "",
    position: int | None = None,
) -> None:  # fmt: skip
    """Write the change down. In the transaction of the change, which holds the delivery's lock.

    `position` where it is known: the first one's is 1.
    """
    if position is None:
        position = DeliveryMove.objects.filter(organization_id=organization, delivery=row).count() + 1
    DeliveryMove.objects.create(
        organization_id=organization, delivery=row, at=at, from_state=before, to_state=row.state,
        position=position, actor_kind=actor.kind, actor_id=actor.id, reason=reason[:200],
    )  # fmt: skip
