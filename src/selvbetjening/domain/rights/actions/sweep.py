"""Find exports whose job was lost."""

from datetime import datetime
from typing import Final

from selvbetjening.domain.rights.actions.ask_move import make_move_job
from selvbetjening.domain.rights.actions.export import make_export_job
from selvbetjening.domain.rights.models import DataExport, MoveRequest
from selvbetjening.domain.rights.rules.erasing import export_lost
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 1_000


def sweep(*, at: datetime) -> int:
    """Wake each export that should have been made long ago, and return how many: a lost job loses no export."""
    with doorway(reason="exports that no job made", actor=SYSTEM, at=at) as alias:
        working = DataExport.objects.using(alias).filter(state=DataExport.State.WORKING).order_by("asked_at")
        rows = list(working.values_list("organization_id", "id", "asked_at", "attempt")[:_AT_ONCE])
    found = [
        (OrganizationId(organization), id_)
        for organization, id_, asked_at, attempt in rows
        if export_lost(asked_at=asked_at, attempt=attempt, at=at)
    ]
    for organization, data_export in found:
        with within(organization):
            make_export_job.defer(organization, data_export=str(data_export))
    return len(found) + _moves(at)


def _moves(at: datetime) -> int:
    """The same of files for another side (CM-13)."""
    with doorway(reason="moves that no job made", actor=SYSTEM, at=at) as alias:
        waiting = MoveRequest.objects.using(alias).filter(state__in=["waiting", "working"]).order_by("asked_at")
        rows = list(waiting.values_list("organization_id", "id", "asked_at", "attempt")[:_AT_ONCE])
    lost = [
        (OrganizationId(organization), id_)
        for organization, id_, asked_at, attempt in rows
        if export_lost(asked_at=asked_at, attempt=attempt, at=at)
    ]
    for organization, move_request in lost:
        with within(organization):
            make_move_job.defer(organization, move_request=str(move_request))
    return len(lost)
