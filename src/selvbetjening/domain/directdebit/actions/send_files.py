"""Send what was written over the company's line, each delivery once.

Before a file is sent again it is looked for on the server: a process that was killed between the last byte and the note
of it has sent it, and the file there says so by its size, and by its SHA-256 where it may be read. A server that takes
its files away at once cannot say; the same bytes under the same delivery ID are then what Betalingsservice knows twice
(U12), never a second delivery.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO, Final
from uuid import UUID

import structlog
from django.db.models import Q

from selvbetjening.domain.directdebit.actions.forget_details import forget_details
from selvbetjening.domain.directdebit.events import BankFileRefused, BankFileSent
from selvbetjening.domain.directdebit.lifecycle import SENDING, SendingState
from selvbetjening.domain.directdebit.models import BankConnection, BankSending
from selvbetjening.domain.directdebit.ports import BankLine, LineFailed
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.directdebit.queries.outputs import output_bytes
from selvbetjening.domain.directdebit.queries.written import WordsForgotten
from selvbetjening.domain.directdebit.rules.bank import LEASE, TELL_AFTER
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

#: Another file has the name: a person has to look, for sending over it would lose one of the two.
NAME_TAKEN: Final = "name_taken"
#: What it told payers or banks is forgotten, as it should be after so long.
FORGOTTEN: Final = "forgotten"
log = structlog.get_logger("selvbetjening.directdebit")


@dataclass(frozen=True, slots=True)
class _Whole:
    source: BinaryIO
    size: int
    sha256: str


def send_files(organization: OrganizationId, *, connection: BankConnection, over: BankLine, at: datetime) -> list[UUID]:
    """Send all that waits, oldest first, over an open line; the sendings that have come over.

    Must stand outside every transaction. Records `BankFileSent` and `BankFileRefused`. What cannot be made or sent for
    a reason of its own waits, and after some tries for a person; the others go. Raises `LineFailed`: what was sent
    before stands, the rest waits.
    """
    with within(organization):
        waiting = bank.to_send(organization, connection=connection, at=at)
    return [id_ for id_ in waiting if _send(organization, id_, over, at)]


def retry_sending(organization: OrganizationId, *, sending: UUID) -> bool:
    """Somebody has cleared the name on the server: the next exchange tries again. False where it was not refused."""
    with within(organization):
        mine = BankSending.objects.filter(organization_id=organization, id=sending, state__in=SENDING.sources("retry"))
        return bool(mine.update(state=SendingState.WAITING, code=""))


def _send(organization: OrganizationId, id_: UUID, over: BankLine, at: datetime) -> bool:
    row = _begun(organization, id_, at)
    if row is None:
        return False
    try:
        with _bytes(organization, row.output_id) as whole:
            if not _is_there(over, row.name, whole):
                over.put(name=row.name, source=whole.source, size=whole.size)
                if not _is_there(over, row.name, whole, default=True):
                    raise LineFailed("not_whole")
            return _ended(organization, row, "arrive", at, whole=whole)
    except LineFailed as failed:
        if failed.code == NAME_TAKEN:
            _ended(organization, row, "refuse", at, code=failed.code)
            return False
        _ended(organization, row, "put_off", at, code=failed.code)
        raise
    except WordsForgotten:
        _ended(organization, row, "refuse", at, code=FORGOTTEN)
    except Exception as error:  # a fault of this one must not hold up the others
        log.error("a delivery could not be sent", sending=str(row.id), exc_info=error)
        _ended(organization, row, "refuse" if row.attempts >= TELL_AFTER else "put_off", at, code="internal")
    return False


def _is_there(over: BankLine, name: str, whole: _Whole, *, default: bool = False) -> bool:
    """Whether these very bytes lie there; `default` where nothing does (it may have been taken away already)."""
    there = over.sent(name=name)
    if there is None:
        return default
    size, sha256 = there
    if size != whole.size or (sha256 is not None and sha256 != whole.sha256):
        raise LineFailed(NAME_TAKEN, is_permanent=True)
    return True


def _begun(organization: OrganizationId, id_: UUID, at: datetime) -> BankSending | None:
    """Take the lease; None where somebody else has it, or it is done."""
    with within(organization):
        mine = BankSending.objects.select_for_update().filter(organization_id=organization, id=id_)
        row = mine.filter(state__in=SENDING.sources("begin")).first()
        if row is None or (row.state == SendingState.SENDING and row.leased_until and row.leased_until >= at):
            return None
        row.state, row.leased_until, row.attempts = SendingState.SENDING, at + LEASE, row.attempts + 1
        row.save(update_fields=["state", "leased_until", "attempts"])
        return row


def _ended(
    organization: OrganizationId,
    row: BankSending,
    verb: str,
    at: datetime,
    *,
    whole: _Whole | None = None,
    code: str = "",
) -> bool:
    with within(organization):
        mine = BankSending.objects.filter(
            organization_id=organization, id=row.id, state__in=SENDING.sources(verb), attempts=row.attempts
        )
        target = SENDING.after(SendingState.SENDING, verb)
        values = {"sha256": whole.sha256, "size": whole.size, "sent_at": at} if whole else {}
        if not mine.update(state=target, leased_until=None, code=code, **values):
            return False
        if verb == "arrive":
            record(organization, fact=BankFileSent(sending=row.id, output=row.output_id), actor=SYSTEM, at=at)
            forget_details(organization, which=Q(output_id=row.output_id))
        elif verb == "refuse":
            fact = BankFileRefused(sending=row.id, output=row.output_id, code=code)
            record(organization, fact=fact, actor=SYSTEM, at=at)
    return verb == "arrive"


@contextmanager
def _bytes(organization: OrganizationId, output: UUID) -> Iterator[_Whole]:
    """The delivery on disk, counted and hashed."""
    with TemporaryFile() as spooled:
        digest, size = hashlib.sha256(), 0
        for piece in output_bytes(organization, output=output):
            digest.update(piece)
            size += len(piece)
            spooled.write(piece)
        spooled.seek(0)
        yield _Whole(spooled, size, digest.hexdigest())
