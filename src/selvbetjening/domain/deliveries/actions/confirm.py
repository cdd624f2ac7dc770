"""A human says of a held file that it is to be sent all the same (annex D.3 "Send alligevel")."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.check_anew import check_anew
from selvbetjening.domain.deliveries.actions.passing import pass_on
from selvbetjening.domain.deliveries.actions.release import follow
from selvbetjening.domain.deliveries.events import DuplicateConfirmed
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.deliveries.rules.pipeline import is_outdated
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def confirm_duplicate(
    organization: OrganizationId, *, delivery: UUID, reason: str, actor: Actor, at: datetime
) -> Delivery:
    """Send it on to the next gate; a second person's yes is still asked for where the company wants one.

    Deadlines are held against this moment from now on: past one, the file is checked anew first. Records
    `DuplicateConfirmed` and where it went. Raises `Refused("not_now")`.
    """
    with within(organization):
        row = Delivery.objects.select_for_update().filter(organization_id=organization, id=delivery).first()
        if row is None or row.state != DeliveryState.HELD_DUPLICATE:
            raise Refused("not_now")
        outdated = is_outdated(deadline=row.deadline_at, counted_at=row.counts_at, at=at)
        row.confirmed, row.counts_at = True, at
        row.save(update_fields=["confirmed", "counts_at"])
        record(organization, fact=DuplicateConfirmed(delivery=delivery, number=row.number), actor=actor, at=at)
        if outdated:
            return check_anew(organization, row=row, actor=actor, at=at, reason=reason)
        moved = pass_on(
            organization, row=row, chosen=choices(organization), fatal=False, held="", actor=actor, at=at,
            reason=reason,
        )  # fmt: skip
        if moved is None:
            raise Refused("not_now")
        follow(organization, row=moved)
        return moved
