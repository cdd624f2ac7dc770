"""Let a file go when its undo window is over (BM-06). With the worker down nothing is released early."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.passing import pass_on
from selvbetjening.domain.deliveries.actions.wake import wake
from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC, DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def release(organization: OrganizationId, *, delivery: UUID, at: datetime) -> bool:
    """Accept it if its time has come and nobody took it back; whether it was."""
    with within(organization):
        row = Delivery.objects.select_for_update().filter(organization_id=organization, id=delivery).first()
        if row is None or row.state != DeliveryState.HOLDING or row.hold_until is None or row.hold_until > at:
            return False
        moved = pass_on(
            organization, row=row, chosen=choices(organization), fatal=False, held="", actor=SYSTEM, at=at,
            released=True,
        )  # fmt: skip
        if moved is not None:
            follow(organization, row=moved)
        return moved is not None and moved.state == DeliveryState.ACCEPTED


def follow(organization: OrganizationId, *, row: Delivery) -> None:
    """Wake whoever is next, in the open transaction: the pipeline, or the end of the undo window."""
    if row.state == DeliveryState.HOLDING:
        release_job.defer(organization, after=row.hold_until, delivery=str(row.id))
    elif row.state in AUTOMATIC:
        wake(organization, delivery=row)


@job(name="deliveries.release")
def release_job(organization: OrganizationId, *, at: datetime, delivery: str) -> None:
    """The wake-up at the end of one undo window."""
    release(organization, delivery=UUID(delivery), at=at)
