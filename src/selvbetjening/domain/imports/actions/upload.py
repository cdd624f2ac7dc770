"""Take files to be brought in; a job checks them, and nothing is changed before somebody has seen what they do."""

from collections.abc import Mapping
from datetime import datetime

from selvbetjening.domain.imports.actions.work import work_job
from selvbetjening.domain.imports.models import FileImport, ImportFile
from selvbetjening.domain.imports.rules import check_files, sealed_as
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import seal


def upload(organization: OrganizationId, *, files: Mapping[str, bytes], actor: Actor, at: datetime) -> FileImport:
    """Keep the files, by their names in the import (`plans.csv` …), and have them checked. Raises `rules.Refused`."""
    check_files(files=files)
    with within(organization):
        made = FileImport.objects.create(
            organization_id=organization, made_at=at, actor_kind=actor.kind, actor_id=actor.id
        )
        for name, content in files.items():
            place = sealed_as(organization=organization, file_import=made.id, name=name)
            ImportFile.objects.create(
                organization_id=organization,
                file_import=made,
                name=name,
                size=len(content),
                content=seal(content, purpose=place),
            )
        work_job.defer(organization, file_import=str(made.id))
    return made
