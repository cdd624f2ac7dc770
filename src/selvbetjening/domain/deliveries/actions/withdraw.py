"""Take a file back before anything is done with it (BM-06, BM-04 "Reject", annex D.3 "Kassér")."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.receipts import issue
from selvbetjening.domain.deliveries.events import DeliveryWithdrawn
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def withdraw(
    organization: OrganizationId, *, delivery: UUID, actor: Actor, at: datetime, reason: str = "", why: str = "sender"
) -> Delivery:
    """Take it back: from `held_duplicate`, `awaiting_approval` and `holding`, and from nowhere else.

    Whoever was released a moment before stays released: one of the two moves finds the state it needs, the other finds
    nothing. `reason` are words of a person's, `why` a code: `sender`, `approver`, `duplicate` or `time`. Records
    `DeliveryWithdrawn`, and gives a receipt. Raises `Refused("not_now")`.
    """
    with within(organization):
        moved = move(
            organization, delivery=delivery, verb="withdraw", actor=actor, at=at, reason=reason or why,
            code=f"withdrawn.{why}", hold_until=None,
        )  # fmt: skip
        if moved is None:
            raise Refused("not_now")
        fact = DeliveryWithdrawn(delivery=delivery, number=moved.number, reason=why)
        record(organization, fact=fact, actor=actor, at=at)
        issue(organization, delivery=moved, kind="K2", status="withdrawn", at=at, content=moved.content)
        return moved
