"""Stop an upload, throw it away, or give it another name (annexes C.2, E)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.deliveries.actions.open_staging import refuse_delivered_name
from selvbetjening.domain.deliveries.actions.resume import is_theirs
from selvbetjening.domain.deliveries.lifecycle import OPEN_STAGING, STAGING, StagingState
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def discard(organization: OrganizationId, *, staging: UUID, by: By, at: datetime) -> None:
    """Throw an upload away with its bytes. Raises `Refused`: `unknown`; `committed` for what is a delivery already."""
    with within(organization):
        row = _locked(organization, staging, by)
        if row.state == StagingState.COMMITTED:
            raise Refused("committed")
        if row.state == StagingState.REMOVED:
            return
        remove(organization, row=row, at=at)
    store().delete(Place(organization, staging))


def remove(organization: OrganizationId, *, row: Staging, at: datetime) -> bool:
    """Mark it removed in the open transaction; whoever calls deletes the bytes after it. Whether it was still open."""
    mine = Staging.objects.filter(organization_id=organization, id=row.id, state=row.state)
    return bool(mine.update(state=STAGING.after(StagingState(row.state), "remove"), reserved=0, offset=0, moved_at=at))


def rename(organization: OrganizationId, *, staging: UUID, by: By, name: str, at: datetime) -> Staging:
    """Give it another name in its folder; delivering it is another call. Raises `Refused`.

    `unknown`, `bad_name`, `in_use` (another open upload has the name), `committed` (a delivery has it).
    """
    accepted = names.accept(name=name)
    key = names.clash_key(name=accepted)
    with within(organization):
        row = _locked(organization, staging, by)
        if row.state not in OPEN_STAGING:
            raise Refused("committed" if row.state == StagingState.COMMITTED else "unknown")
        temporary = names.is_temporary(name=accepted, patterns=by.temporary)
        if row.door == "sftp" and not temporary:
            refuse_delivered_name(organization, environment=row.environment, folder=row.folder, clash_key=key, at=at)
        row.name, row.clash_key, row.moved_at, row.is_temporary = accepted, key, at, temporary
        try:
            with transaction.atomic():
                row.save(update_fields=["name", "clash_key", "moved_at", "is_temporary"])
        except IntegrityError:
            raise Refused("in_use") from None
        return row


def _locked(organization: OrganizationId, staging: UUID, by: By) -> Staging:
    row = Staging.objects.select_for_update().filter(organization_id=organization, id=staging).first()
    if row is None or not is_theirs(row=row, by=by):
        raise Refused("unknown")
    return row
