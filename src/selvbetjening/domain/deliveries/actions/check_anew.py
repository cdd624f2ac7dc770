"""Back to the check, as a human let a file go on after the deadline that it was checked against (BM-04, U13)."""

from datetime import datetime

from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.release import follow
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def check_anew(
    organization: OrganizationId, *, row: Delivery, actor: Actor, at: datetime, reason: str = ""
) -> Delivery:
    """Have a locked delivery checked as if it had come now, in the open transaction; its gates are asked again then.

    What was said to it stands if the check comes to the same. Raises `Refused("not_now")`.
    """
    moved = move(
        organization, delivery=row.id, verb="recheck", actor=actor, at=at, reason=reason,
        only_from=DeliveryState(row.state), counts_at=at,
    )  # fmt: skip
    if moved is None:
        raise Refused("not_now")
    follow(organization, row=moved)
    return moved
