"""Room for more bytes of a file that is being received, asked for before they are written (SEC-80)."""

from datetime import datetime
from typing import cast
from uuid import UUID

from selvbetjening.domain.deliveries.actions.open_staging import QUOTA_LOCK
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.queries.stored import used
from selvbetjening.domain.deliveries.rules.doors import Door
from selvbetjening.domain.deliveries.rules.limits import LARGEST, LEASE, check_quota, check_size, room_left
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.ids import OrganizationId


def own(organization: OrganizationId, *, staging: UUID, holder: UUID) -> Staging:
    """The upload, if this holder writes it. Raises `Refused`: `unknown`, `lost`, `expired`."""
    with within(organization):
        row = Staging.objects.filter(organization_id=organization, id=staging).first()
    if row is None:
        raise Refused("unknown")
    if row.state == StagingState.REMOVED:
        raise Refused("expired")
    if row.holder != holder or row.state != StagingState.RECEIVING:
        raise Refused("lost")
    return row


def reserve(organization: OrganizationId, *, row: Staging, holder: UUID, end: int, step: int, at: datetime) -> None:
    """Hold room up to `end` bytes, and `step` more where there is some; `row.reserved` says how far it goes now.

    Room is held as long as the lease lives: whoever was silent asks again.

    Raises `Refused`: `too_large` (the door's limit, or more than was declared), `quota`, `lost`.
    """
    door = cast(Door, row.door)
    check_size(door=door, size=end)
    if row.size is not None and door != "sftp" and end > row.size:
        raise Refused("too_large", limit=row.size)
    if end <= row.reserved and row.lease_until > at:
        return
    with within(organization, lasting=False):
        one_at_a_time(organization, what=QUOTA_LOCK)
        others = used(organization, at=at, but=row.id).bytes
        check_quota(used=others, more=end)
        room = max(end, min(end + step, LARGEST[door], room_left(used=others)))
        held = Staging.objects.filter(
            organization_id=organization, id=row.id, holder=holder, state=StagingState.RECEIVING
        ).update(reserved=room, lease_until=at + LEASE)
    if not held:
        raise Refused("lost")
    row.reserved, row.lease_until = room, at + LEASE
