"""The work of an import, by a job: check uploaded files and foresee what they do, or bring them in as foreseen."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.imports.files.findings import CannotImport
from selvbetjening.domain.imports.files.folder import HeldFolder
from selvbetjening.domain.imports.files.run import Result, run
from selvbetjening.domain.imports.models import FileImport
from selvbetjening.domain.imports.rules import MOST_FINDINGS, sealed_as
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import unseal


def work(organization: OrganizationId, *, file_import: UUID, at: datetime) -> None:
    """Do what the import waits for, once; one that waits for nothing stays as it is.

    Writing and saying so are one transaction. When the data has changed since the files were checked, so that they
    would do something else than what was shown, nothing is written, and the import waits for another press.
    """
    with within(organization):
        mine = FileImport.objects.select_for_update().filter(organization_id=organization, id=file_import)
        found = mine.filter(state__in=[FileImport.State.CHECKING, FileImport.State.WRITING]).first()
        if found is None:
            return
        writes = found.state == FileImport.State.WRITING
        result = _run(organization, found, writes, at)
        found.lines, found.checked_at = result.lines, at
        found.faults = result.faults
        found.warnings = len(result.findings) - result.faults
        found.findings = [
            [one.file, one.line, one.column, one.code, one.text, one.blocks]
            for one in sorted(result.findings, key=lambda one: not one.blocks)[:MOST_FINDINGS]
        ]
        found.done = {
            file: [merged.created, merged.updated, merged.unchanged] for file, merged in result.foreseen.items()
        }
        found.state = FileImport.State.CHECKED
        if writes and result.done:
            found.state, found.done_at = FileImport.State.DONE, at
            found.files.all().delete()
        found.save()


def _run(organization: OrganizationId, found: FileImport, writes: bool, at: datetime) -> Result:
    files: dict[str, bytes] = {}
    for file in found.files.all():
        place = sealed_as(organization=organization, file_import=found.id, name=file.name)
        files[file.name] = unseal(bytes(file.content), purpose=place)
    actor = Actor(found.actor_kind, found.actor_id)  # type: ignore[arg-type]  # kept from an actor
    try:
        return run(
            organization, folder=HeldFolder(files), at=at, dry_run=not writes, progress=_quiet, actor=actor,
            expected={name: tuple(counts) for name, counts in found.done.items()} if writes else None,
        )  # fmt: skip
    except CannotImport as error:
        return Result(findings=error.findings)


def _quiet(file: str, line: int) -> None:
    """Nobody watches single lines here."""


@job(name="imports.work")
def work_job(organization: OrganizationId, *, at: datetime, file_import: str) -> None:
    """The wake-up for one import."""
    work(organization, file_import=UUID(file_import), at=at)
