"""Files in quarantine, for the operators: what the scanner found, and who wants one out. Never content (SEC-83)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery, DeliveryMove
from selvbetjening.domain.deliveries.rules.limits import WISH_LIFE
from selvbetjening.kernel.ids import OrganizationId

_HERE = DeliveryState.QUARANTINED


@dataclass(frozen=True, slots=True)
class Quarantined:
    """`found` is the scanner's name for what it found; `wishes` are those of operators who want the file out, and that
    have not lapsed; `lapses_at` is when the first of them does."""

    delivery: Delivery
    found: str
    wishes: list[DeliveryMove]

    @property
    def lapses_at(self) -> datetime | None:
        return self.wishes[0].at + WISH_LIFE if self.wishes else None


def quarantined(organization: OrganizationId, *, at: datetime) -> list[Quarantined]:
    """The company's files in quarantine whose content is there still, the newest first."""
    mine = Delivery.objects.filter(organization_id=organization, state=_HERE, content_gone_on=None)
    rows = list(mine.order_by("-number"))
    ids = [row.id for row in rows]
    moves = DeliveryMove.objects.filter(organization_id=organization, delivery__in=ids, to_state=_HERE)
    found = {move.delivery_id: move.reason for move in moves.exclude(from_state=_HERE)}
    wishes = asked_out(organization, deliveries=ids, at=at)
    return [
        Quarantined(row, found.get(row.id, ""), [wish for wish in wishes if wish.delivery_id == row.id]) for row in rows
    ]


def asked_out(organization: OrganizationId, *, deliveries: Sequence[UUID], at: datetime) -> list[DeliveryMove]:
    """The operators' wishes for these files that still count, in the order in which they came."""
    wishes = DeliveryMove.objects.filter(
        organization_id=organization, delivery__in=deliveries, from_state=_HERE, to_state=_HERE, actor_kind="staff",
        at__gt=at - WISH_LIFE,
    )  # fmt: skip
    return list(wishes.order_by("position"))
