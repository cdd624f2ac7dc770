"""Let checked files be brought in: exactly what was shown, by a job."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.imports.actions.work import work_job
from selvbetjening.domain.imports.models import FileImport
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def press(organization: OrganizationId, *, file_import: UUID, actor: Actor, at: datetime) -> bool:
    """Have it written; False when it is not checked, has faults, or was pressed before: then nothing happens.

    Raises `FileImport.DoesNotExist`.
    """
    with within(organization):
        found = FileImport.objects.select_for_update().get(organization_id=organization, id=file_import)
        if found.state != FileImport.State.CHECKED or found.faults or not found.files.exists():
            return False
        found.state = FileImport.State.WRITING
        found.actor_kind, found.actor_id = actor.kind, actor.id
        found.save(update_fields=["state", "actor_kind", "actor_id"])
        work_job.defer(organization, file_import=str(file_import))
        return True
