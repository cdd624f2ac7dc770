"""Files in quarantine, for the operators: what the scanner found, and who wants one out. Never content (SEC-83)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery, DeliveryMove
from selvbetjening.kernel.ids import OrganizationId

_HERE = DeliveryState.QUARANTINED


@dataclass(frozen=True, slots=True)
class Quarantined:
    """`found` is the scanner's name for what it found; `wishes` are those of operators who want the file out."""

    delivery: Delivery
    found: str
    wishes: list[DeliveryMove]


def quarantined(organization: OrganizationId) -> list[Quarantined]:
    """The company's files in quarantine whose content is there still, the newest first."""
    mine = Delivery.objects.filter(organization_id=organization, state=_HERE, content_gone_on=None)
    rows = list(mine.order_by("-number"))
    ids = [row.id for row in rows]
    moves = DeliveryMove.objects.filter(organization_id=organization, delivery__in=ids, to_state=_HERE)
    found = {move.delivery_id: move.reason for move in moves.exclude(from_state=_HERE)}
    wishes = asked_out(organization, deliveries=ids)
    return [
        Quarantined(row, found.get(row.id, ""), [wish for wish in wishes if wish.delivery_id == row.id]) for row in rows
    ]


def asked_out(organization: OrganizationId, *, deliveries: Sequence[UUID]) -> list[DeliveryMove]:
    """The operators' wishes for these files, in the order in which they came."""
    wishes = DeliveryMove.objects.filter(
        organization_id=organization, delivery__in=deliveries, from_state=_HERE, to_state=_HERE, actor_kind="staff"
    )
    return list(wishes.order_by("position"))
