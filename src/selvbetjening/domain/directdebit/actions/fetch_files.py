"""Fetch what an external Betalingsservice has laid ready, and read its answers; nothing is taken away there.

A file is known by its name, size and time, and by its bytes: whatever was read once is never read again. One that ends
too early is not believed, and looked at again when it has changed.
"""

import hashlib
import zlib
from dataclasses import asdict
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from uuid import UUID

from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.events import BankFileFetched
from selvbetjening.domain.directdebit.lifecycle import FETCHED, FetchedState
from selvbetjening.domain.directdebit.models import BankConnection, BankFetched
from selvbetjening.domain.directdebit.ports import BankLine, RemoteFile
from selvbetjening.domain.directdebit.rules.bank import KEEP, MOST_BYTES, Found, is_wanted, judged
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import seal, unseal

_LEVEL = 6
_BEFORE = ("fetched", "read", "held")


def fetch_files(
    organization: OrganizationId, *, connection: BankConnection, over: BankLine, at: datetime
) -> list[BankFetched]:
    """Fetch every file that is new over an open line, by name, and read the answers among them; those that were new.

    Must stand outside every transaction. Records `BankFileFetched`, and `AnswersRead` for what was read. Raises
    `LineFailed`: what was fetched before stands.
    """
    made = []
    for remote in sorted(over.listed(), key=lambda each: each.name):
        if not is_wanted(name=remote.name) or _is_known(organization, connection, remote):
            continue
        with TemporaryFile() as content:
            is_too_large = remote.size > MOST_BYTES
            if not is_too_large:
                over.fetch(name=remote.name, into=content)
                if content.tell() != remote.size:
                    continue  # it grew or was cut meanwhile: another file the next time
            row = _kept(organization, connection, remote, content, at)
            if row is not None:
                found = Found("leave", "too_large") if is_too_large else None
                made.append(_read(organization, row, content, at, found=found))
    return made


def read_held(organization: OrganizationId, *, file: UUID, actor: Actor, at: datetime) -> bool:
    """Somebody has looked at a file that was held (U3) and lets it be read; False where it is not held.

    Raises `BankFetched.DoesNotExist`. A file whose content is forgotten is not read.
    """
    with within(organization):
        row = BankFetched.objects.select_for_update().get(organization_id=organization, id=file)
        if row.state != FetchedState.HELD or not row.content:
            return False
        source = zlib.decompress(unseal(bytes(row.content), purpose=row.purpose))
        _move(organization, row, Found("read"), _answers(organization, row, source, actor, at), actor, at)
    return True


def _is_known(organization: OrganizationId, connection: BankConnection, remote: RemoteFile) -> bool:
    with within(organization):
        seen = BankFetched.objects.filter(
            organization_id=organization, connection=connection, name=remote.name, size=remote.size,
            modified=remote.modified,
        )  # fmt: skip
        return seen.exclude(state=FetchedState.FETCHED).exists()


def _kept(
    organization: OrganizationId, connection: BankConnection, remote: RemoteFile, content: BinaryIO, at: datetime
) -> BankFetched | None:
    """The row of it; the one that a killed process left `fetched` is taken up again. None where another is at it."""
    content.seek(0)
    data = content.read()
    row = BankFetched(
        organization_id=organization, connection=connection, name=remote.name[:255], size=remote.size,
        modified=remote.modified, sha256=hashlib.sha256(data).hexdigest(), fetched_at=at,
        forget_on=copenhagen_day(at) + KEEP,
    )  # fmt: skip
    row.content = seal(zlib.compress(data, _LEVEL), purpose=row.purpose)
    with within(organization):
        BankFetched.objects.bulk_create([row], ignore_conflicts=True)
        return BankFetched.objects.filter(
            organization_id=organization, connection=connection, name=row.name, size=row.size, modified=row.modified,
            state=FetchedState.FETCHED,
        ).first()  # fmt: skip


def _read(
    organization: OrganizationId, row: BankFetched, content: BinaryIO, at: datetime, *, found: Found | None
) -> BankFetched:
    content.seek(0)
    found = found or judged(source=content, size=row.size)
    with within(organization):
        one_at_a_time(organization, what="directdebit:answers")
        locked = BankFetched.objects.select_for_update().get(organization_id=organization, id=row.id)
        if locked.state != FetchedState.FETCHED:
            return locked
        same = BankFetched.objects.filter(organization_id=organization, sha256=row.sha256, state__in=_BEFORE)
        if found.verb in {"read", "hold"} and same.exclude(id=row.id).exists():
            found = Found("repeat")
        answered: dict[str, Any] = {}
        if found.verb == "read":
            content.seek(0)
            answered = _answers(organization, locked, content, SYSTEM, at)
        return _move(organization, locked, found, answered, SYSTEM, at)


def _answers(
    organization: OrganizationId, row: BankFetched, source: BinaryIO | bytes, actor: Actor, at: datetime
) -> dict[str, Any]:
    is_test = row.connection.is_test
    return asdict(read_answers(organization, delivery=row.id, source=source, is_test=is_test, actor=actor, at=at))


def _move(
    organization: OrganizationId,
    row: BankFetched,
    found: Found,
    answered: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> BankFetched:
    row.state, row.code, row.answered = FETCHED.after(FetchedState(row.state), found.verb), found.code, answered
    row.save(update_fields=["state", "code", "answered"])
    fact = BankFileFetched(file=row.id, state=row.state, code=found.code)
    record(organization, fact=fact, actor=actor, at=at)
    return row
