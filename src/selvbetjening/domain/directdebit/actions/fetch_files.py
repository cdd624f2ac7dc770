"""Fetch what an external Betalingsservice has laid ready, and read its answers; nothing is taken away there.

A file is known by its name, size and time, and by its bytes: whatever was read once is never read again. One that ends
too early is not believed, and looked at again when it has changed. What was fetched is read from our own copy, whether
it lies there still or not.
"""

import hashlib
import zlib
from dataclasses import asdict
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast
from uuid import UUID

import structlog

from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.events import BankFileFetched
from selvbetjening.domain.directdebit.lifecycle import FETCHED, FetchedState
from selvbetjening.domain.directdebit.models import BankConnection, BankFetched
from selvbetjening.domain.directdebit.ports import BankLine, LineFailed, RemoteFile
from selvbetjening.domain.directdebit.rules.bank import (
    KEEP,
    LET,
    MOST_BYTES,
    PATIENCE,
    VERDICT,
    Found,
    is_verdict,
    is_wanted,
    judged,
)
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import seal, unseal

log = structlog.get_logger("selvbetjening.directdebit")
_LEVEL = 6
_PIECE = 1 << 20
#: Whoever comes second, under the lock of all answers, finds the first one in one of these.
_BEFORE = ("read", "held")
#: What may be wrong with one file alone: it is gone, or nobody but its owner may read it.
_ONE_FILE = ("sftp", "folder", "name")
_LONGEST = 255


class _TooLong(Exception):
    """More came than was listed."""


class _Bounded:
    """Takes so many bytes and no more, whatever the other end sends."""

    def __init__(self, into: BinaryIO, most: int) -> None:
        self._into, self._left = into, most

    def write(self, data: bytes) -> int:
        if len(data) > self._left:
            raise _TooLong
        self._left -= len(data)
        return self._into.write(data)


def fetch_files(
    organization: OrganizationId, *, connection: BankConnection, over: BankLine, at: datetime
) -> list[BankFetched]:
    """Fetch every file that is new over an open line, by name, and read the answers among them; those that were new.

    Must stand outside every transaction. Records `BankFileFetched`, and `AnswersRead` for what was read. A file that
    breaks its reader is tried again for an hour and then held; the others are read all the same. Raises `LineFailed`:
    what was fetched before stands. A file that cannot be fetched by itself is passed over, unless none can.
    """
    made = _left_over(organization, connection, at)
    failed: LineFailed | None = None
    for remote in sorted(over.listed(), key=lambda each: each.name):
        try:
            row = _fetched(organization, connection, over, remote, at)
        except LineFailed as trouble:
            if trouble.code not in _ONE_FILE:
                raise
            log.warning("a file could not be fetched", size=remote.size, code=trouble.code)
            failed = trouble
            continue
        except Exception as error:  # a fault of this one must not hold up the others
            log.error("a fetched file could not be read", size=remote.size, exc_info=error)
            continue
        if row is not None:
            made.append(row)
    if failed is not None and not made:
        raise failed
    return made


def _left_over(organization: OrganizationId, connection: BankConnection, at: datetime) -> list[BankFetched]:
    """What a killed process fetched and did not read, and what broke its reader before: read from our own copy."""
    with within(organization):
        mine = BankFetched.objects.filter(organization_id=organization, state=FetchedState.FETCHED)
        rows = list(mine.filter(connection__is_test=connection.is_test).defer("content").order_by("fetched_at", "name"))
    made = []
    for row in rows:
        try:
            made.append(read_kept(organization, file=row.id, at=at))
        except Exception as error:  # a fault of this one must not hold up the others
            log.error("a fetched file could not be read", size=row.size, exc_info=error)
    return made


def read_kept(organization: OrganizationId, *, file: UUID, at: datetime) -> BankFetched:
    """Read a fetched file from our own copy, unpacked a piece at a time. Raises `BankFetched.DoesNotExist`."""
    with within(organization):
        row = BankFetched.objects.select_related("connection").get(organization_id=organization, id=file)
    with TemporaryFile() as content:
        if row.content:
            opened, rest = zlib.decompressobj(), unseal(bytes(row.content), purpose=row.purpose)
            while piece := opened.decompress(rest, _PIECE):
                rest = opened.unconsumed_tail
                content.write(piece)
        return _tried(organization, row, content, at)


def _fetched(
    organization: OrganizationId, connection: BankConnection, over: BankLine, remote: RemoteFile, at: datetime
) -> BankFetched | None:
    """One file, read; None where there is nothing to do about it now."""
    if not is_wanted(name=remote.name) or _is_known(organization, connection, remote):
        return None
    with TemporaryFile() as content:
        if remote.size <= MOST_BYTES:
            try:
                over.fetch(name=remote.name, into=cast(BinaryIO, _Bounded(content, remote.size)))
            except _TooLong:
                return None
            if content.tell() != remote.size:
                return None  # it grew or was cut meanwhile: another file the next time
        row = _kept(organization, connection, remote, content, at)
        return None if row is None else _tried(organization, row, content, at)


def _tried(organization: OrganizationId, row: BankFetched, content: BinaryIO, at: datetime) -> BankFetched:
    try:
        return _read(organization, row, content, at, found=_without_content(row))
    except Exception as error:
        if at - row.fetched_at < PATIENCE:
            raise
        log.error("a fetched file is held, as it cannot be read", file=str(row.id), exc_info=error)
        return _read(organization, row, content, at, found=Found("hold", "internal"))


def _without_content(row: BankFetched) -> Found | None:
    """What it is by its size and its name, or by a person's word, alone; None where its content decides."""
    if row.code == LET:
        return Found("read")
    if row.size > MOST_BYTES:
        return Found("leave", "too_large")
    return Found("leave", VERDICT) if is_verdict(name=row.name) else None


def _is_known(organization: OrganizationId, connection: BankConnection, remote: RemoteFile) -> bool:
    with within(organization):
        seen = BankFetched.objects.filter(
            organization_id=organization, connection=connection, name=_name_of(remote), size=remote.size,
            modified=remote.modified,
        )  # fmt: skip
        return seen.exists()


def _name_of(remote: RemoteFile) -> str:
    """As it is kept: what is no text is spelled out, and two long names that begin alike stay two."""
    name = remote.name.encode("utf-8", "backslashreplace").decode()
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()
    return f"{name[: _LONGEST - len(digest) - 1]} {digest}"


def _kept(
    organization: OrganizationId, connection: BankConnection, remote: RemoteFile, content: BinaryIO, at: datetime
) -> BankFetched | None:
    """The row of it; None where another process has just fetched it."""
    content.seek(0)
    data = content.read()
    row = BankFetched(
        organization_id=organization, connection=connection, name=_name_of(remote), size=remote.size,
        modified=remote.modified, sha256=hashlib.sha256(data).hexdigest(), fetched_at=at,
        forget_on=copenhagen_day(at) + KEEP,
    )  # fmt: skip
    row.content = seal(zlib.compress(data, _LEVEL), purpose=row.purpose)
    with within(organization):
        BankFetched.objects.bulk_create([row], ignore_conflicts=True)
        mine = BankFetched.objects.filter(organization_id=organization, id=row.id)
        return mine.select_related("connection").first()


def _read(
    organization: OrganizationId, row: BankFetched, content: BinaryIO, at: datetime, *, found: Found | None
) -> BankFetched:
    content.seek(0)
    found = found or judged(source=content, size=row.size, is_test=row.connection.is_test)
    with within(organization):
        one_at_a_time(organization, what="directdebit:answers")
        locked = BankFetched.objects.select_for_update().get(organization_id=organization, id=row.id)
        if locked.state != FetchedState.FETCHED:
            return locked
        same = BankFetched.objects.filter(organization_id=organization, sha256=row.sha256, state__in=_BEFORE)
        if found.verb in {"read", "hold"} and row.code != LET and same.exclude(id=row.id).exists():
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
