"""Keep a file that lies ready to be fetched (BP-48)."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

import structlog
from django.db.models import Max

from selvbetjening.domain.deliveries.events import OutFileReady
from selvbetjening.domain.deliveries.models import OutFile
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.content import SOLUTION
from selvbetjening.domain.deliveries.rules.doors import Environment
from selvbetjening.domain.deliveries.rules.outline import Outline
from selvbetjening.domain.directdebit import queries as directdebit
from selvbetjening.domain.directdebit.actions.make_output import mark_kept
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId, new_id

log = structlog.get_logger("selvbetjening.files")


def keep_output(
    organization: OrganizationId,
    *,
    output: UUID | None,
    solution: str,
    kind: str,
    pbs_number: str,
    name: str,
    chunks: Iterable[bytes],
    environment: Environment,
    at: datetime,
) -> OutFile:
    """Store the bytes, then show the file; the same `output` again gives the file that is there.

    A name that is taken gets a number. Killed before the row is there, the call comes again, and the
    night deletes the bytes (`forget_orphans`).
    Records `OutFileReady`. `chunks` may be asked for in a transaction of their own.
    """
    if output is not None and (found := _of_output(organization, output)):
        return found
    id_ = new_id()
    outline = _store(Place(organization, id_), chunks)
    with within(organization):
        one_at_a_time(organization, what="deliveries.out")
        if output is not None and (found := _of_output(organization, output)):
            store().delete(Place(organization, id_))
            return found
        made = OutFile.objects.create(
            id=id_, organization_id=organization, output_id=output, environment=environment, solution=solution,
            kind=kind, pbs_number=pbs_number, name=_free(organization, names.accept(name=name), environment),
            size=outline.size, sha256=outline.sha256, made_at=at, number=_next(organization),
        )  # fmt: skip
        fact = OutFileReady(file=made.id, kind=kind, environment=environment)
        record(organization, fact=fact, actor=SYSTEM, at=at)
        return made


def _of_output(organization: OrganizationId, output: UUID) -> OutFile | None:
    with within(organization):
        return OutFile.objects.filter(organization_id=organization, output_id=output).first()


def _store(place: Place, chunks: Iterable[bytes]) -> Outline:
    outline = Outline()
    handle = store().open(place)
    try:
        for chunk in chunks:
            handle.write(outline.size, chunk)
            outline.feed(chunk)
        handle.sync()
    finally:
        handle.close()
    store().finish(place)
    return outline


def _next(organization: OrganizationId) -> int:
    """The company's running number of files to collect, for a name of old (BP-48)."""
    mine = OutFile.objects.filter(organization_id=organization)
    return (mine.aggregate(last=Max("number"))["last"] or 0) + 1


def _free(organization: OrganizationId, name: str, environment: Environment) -> str:
    mine = OutFile.objects.filter(organization_id=organization, environment=environment)
    path, number, free = PurePosixPath(name), 1, name
    while mine.filter(name=free).exists():
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free


def keep_outputs(organization: OrganizationId, *, at: datetime) -> int:
    """Store what directdebit has made and nobody has stored, and return how much. Twice at once keeps each once.

    One that cannot be made waits for the next time; the others are stored all the same.
    """
    with within(organization):
        made = directdebit.outputs(organization)
    done = 0
    for output in made:
        try:
            kept = keep_output(
                organization, output=output.id, solution=SOLUTION, kind=output.kind,
                pbs_number=output.agreement.pbs_number, name=output.file_name,
                chunks=directdebit.output_bytes(organization, output=output.id),
                environment="test" if output.is_test else "production", at=at,
            )  # fmt: skip
        except Exception as error:  # a fault of this one must not hold up the others, nor the receipts after them
            log.error("an output could not be stored", subject=str(output.id), exc_info=error)
            continue
        mark_kept(organization, output=output.id, sha256=bytes.fromhex(kept.sha256), size=kept.size, at=at)
        done += 1
    return done
