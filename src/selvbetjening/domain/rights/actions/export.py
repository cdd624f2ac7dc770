"""Make the file with everything about one account: asked for, made by a job, fetched for a day (GDP-3, XB-39)."""

import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.rights.actions.archive import Pieces, write_archive
from selvbetjening.domain.rights.events import DataExportAsked, DataExportFetched, DataExportReady
from selvbetjening.domain.rights.models import DataExport, DataExportPart
from selvbetjening.domain.rights.queries import belongings
from selvbetjening.domain.rights.rules.erasing import EXPORT_LIFE
from selvbetjening.domain.rights.rules.sealing import sealed_as
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import seal

PIECE: Final = 1024 * 1024


def ask_export(
    organization: OrganizationId, *, account: UUID, recipient: UUID, actor: Actor, at: datetime
) -> DataExport:
    """Start an export for this person, or return the one that is being made already. Records `DataExportAsked`."""
    with within(organization):
        working = DataExport.objects.filter(
            organization_id=organization, recipient_id=recipient, state=DataExport.State.WORKING
        )
        if found := working.first():
            return found
        total = sum(belongings.count(organization, account=account, model=model) for model in belongings.tables())
        try:
            with transaction.atomic():
                made = DataExport.objects.create(
                    organization_id=organization, account_id=account, recipient_id=recipient, asked_at=at, total=total
                )
        except IntegrityError:  # two presses at once: the other one is making it
            return working.get()
        record(organization, fact=DataExportAsked(account=account, data_export=made.id), actor=actor, at=at)
        make_export_job.defer(organization, data_export=str(made.id))
        return made


def make_export(organization: OrganizationId, *, data_export: UUID, at: datetime) -> None:
    """Write the file piece by piece; ready, it may be fetched for 24 hours. Records `DataExportReady`.

    A worker killed in between leaves pieces of an attempt that does not count; of two at once the later one counts.
    """
    asked = _claimed(organization, data_export)
    if asked is None:
        return
    digest = hashlib.sha256()

    def keep(number: int, content: bytes) -> None:
        digest.update(content)
        place = sealed_as(organization=organization, data_export=data_export, attempt=asked.attempt, number=number)
        with within(organization):
            DataExportPart.objects.create(
                organization_id=organization,
                data_export=asked,
                attempt=asked.attempt,
                number=number,
                content=seal(content, purpose=place),
            )

    def progress(done: int) -> None:
        with within(organization):
            DataExport.objects.filter(organization_id=organization, id=data_export).update(done=done)

    into = Pieces(keep, size=PIECE)
    documents = write_archive(organization, account=asked.account_id, into=into, at=at, progress=progress)  # type: ignore[arg-type]
    asked.size, asked.sha256 = into.finish(), digest.hexdigest()
    _finish(organization, asked, documents, at)


def _claimed(organization: OrganizationId, data_export: UUID) -> DataExport | None:
    """The export under the number of a new attempt; None when it is made already."""
    with within(organization):
        mine = DataExport.objects.select_for_update().filter(organization_id=organization, id=data_export)
        asked = mine.filter(state=DataExport.State.WORKING).first()
        if asked is not None:
            asked.attempt, asked.done = asked.attempt + 1, 0
            asked.save(update_fields=["attempt", "done"])
        return asked


def _finish(organization: OrganizationId, asked: DataExport, documents: int, at: datetime) -> None:
    with within(organization):
        parts = DataExportPart.objects.filter(organization_id=organization, data_export=asked)
        finished = DataExport.objects.filter(
            organization_id=organization, id=asked.id, state=DataExport.State.WORKING, attempt=asked.attempt
        ).update(
            state=DataExport.State.READY, ready_at=at, expires_at=at + EXPORT_LIFE, size=asked.size,
            sha256=asked.sha256, done=asked.total,
        )  # fmt: skip
        if not finished:  # another worker took over meanwhile: what this one wrote does not count
            parts.filter(attempt=asked.attempt).delete()
            return
        parts.exclude(attempt=asked.attempt).delete()
        fact = DataExportReady(account=asked.account_id, data_export=asked.id, documents=documents)
        record(organization, fact=fact, actor=SYSTEM, at=at)


@job(name="rights.make_export")
def make_export_job(organization: OrganizationId, *, at: datetime, data_export: str) -> None:
    """The wake-up for one export."""
    make_export(organization, data_export=UUID(data_export), at=at)


def note_fetched(organization: OrganizationId, *, account: UUID, data_export: UUID, actor: Actor, at: datetime) -> None:
    """Record that the file was downloaded (SEC-119)."""
    record(organization, fact=DataExportFetched(account=account, data_export=data_export), actor=actor, at=at)
