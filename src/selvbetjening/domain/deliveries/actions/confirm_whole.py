"""A person says of a file without a provable end that it is whole (annex C.4 "demand confirm in portal")."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.commit import Committed, answer_of
from selvbetjening.domain.deliveries.actions.deliver import Overtaken, deliver
from selvbetjening.domain.deliveries.actions.open_staging import resumable_for
from selvbetjening.domain.deliveries.events import WholeConfirmed
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.queries.markers import marker_for
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def confirm_whole(organization: OrganizationId, *, staging: UUID, sha256: str, actor: Actor, at: datetime) -> Committed:
    """Deliver it, marked as not proven; the sender stays who sent it. The second time gives the first answer.

    `sha256` is that of the bytes that the person looked at. Records `WholeConfirmed` and what `deliver` does. Raises
    `Refused`: `unknown`, `stale` (other bytes by now), `not_now` (its sender goes on with it, or it is gone).
    """
    with within(organization):
        row = Staging.objects.select_for_update().filter(organization_id=organization, id=staging).first()
        if row is None:
            raise Refused("unknown")
        if row.state == StagingState.COMMITTED:
            return answer_of(organization, delivery=staging)
        if row.state != StagingState.WAITING or row.is_temporary or row.expires_at <= at:
            raise Refused("not_now")
        if row.found_sha256 != sha256:
            raise Refused("stale")
        beside = marker_for(organization, row=row, since=at - resumable_for(organization))
        record(organization, fact=WholeConfirmed(staging=row.id, sha256=row.found_sha256), actor=actor, at=at)
    try:
        deliver(
            organization, seen=row, found=row.found_sha256, actor=actor, at=at, unproven=True, beside=beside
        )  # fmt: skip
    except Overtaken:
        raise Refused("not_now") from None  # it is held against what came meanwhile
    with within(organization):
        return answer_of(organization, delivery=staging)
