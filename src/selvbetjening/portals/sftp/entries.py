"""What lies where in the virtual tree (annex C.1). Plain functions, for the pool."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal
from uuid import UUID

from selvbetjening.domain.access.queries import SshStanding
from selvbetjening.domain.deliveries import queries as deliveries
from selvbetjening.domain.deliveries.documents.receipt_files import ReceiptFile, receipt_files
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.receipt import canonical
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sftp import paths
from selvbetjening.portals.sftp.texts import text
from selvbetjening.portals.sftp.visits import Visit

Kind = Literal["folder", "staging", "delivery", "out", "receipt", "text"]
ANSWER: Final = ".svar.json"
_SHOWN: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or file as a client sees it. `id` is the row's; `content` what was made for it, where it is small.

    `is_own`: this SFTP user sent it. `is_stopped`: it was not scanned yet, or the scanner stopped it.
    """

    name: str
    kind: Kind
    size: int = 0
    at: datetime | None = None
    writable: bool = False
    id: UUID | None = None
    number: int = 0
    is_own: bool = False
    is_stopped: bool = False
    content: bytes | None = field(default=None, repr=False)


def listing(visit: Visit, standing: SshStanding, spot: paths.Spot) -> list[Entry]:
    """What is in a folder. What somebody may not do is not shown."""
    environment = visit.account.environment
    found = [Entry(name, "folder") for name in paths.children(path=spot.path, environment=environment)]
    if spot.path == "/":
        found += [_text(visit, standing, name) for name in paths.TEXTS]
    if spot.area is not None:
        found += _files(visit, standing, spot)
    return found


def entry(visit: Visit, standing: SshStanding, spot: paths.Spot) -> Entry | None:
    """What lies at a spot, or None. Names of one's own files are compared as they clash, the others exactly."""
    if spot.is_folder:
        return Entry(spot.path.rpartition("/")[2] or "/", "folder", writable=spot.area in {"inbox", "trial"})
    if spot.area == "text":
        return _text(visit, standing, spot.name)
    if spot.area is None:
        return None
    if spot.area == "inbox":
        return _named(visit, standing, spot)
    if spot.area == "trial":
        key = names.clash_key(name=spot.name)
        found = _sent(visit, standing, spot.folder, key)
        return next((each for each in found if names.clash_key(name=each.name) == key), None)
    if spot.area == "receipts":
        about = names.named_in_receipt(name=spot.name)
        found = _receipts(visit, standing, about=about) if about else iter(())
        return next((each for each in found if each.name == spot.name), None)
    return next((each for each in _files(visit, standing, spot) if each.name == spot.name), None)


def _named(visit: Visit, standing: SshStanding, spot: paths.Spot) -> Entry | None:
    with within(visit.organization, savepoint=False):
        found = deliveries.named(
            visit.organization, account=visit.account.id, environment=visit.account.environment, folder=spot.folder,
            clash_key=names.clash_key(name=spot.name), at=clock.now(), pbs_numbers=standing.pbs_numbers,
        )  # fmt: skip
    if found is None:
        return None
    if not found.number:
        size = _live(visit, found.id, found.size)
        return Entry(found.name, "staging", size, found.at, writable=True, id=found.id)
    return Entry(
        found.name, "delivery", found.size, found.at, id=found.id, number=found.number, is_own=found.is_own,
        is_stopped=found.is_stopped,
    )  # fmt: skip


def content(visit: Visit, found: Entry, *, offset: int, length: int) -> bytes:
    """Bytes of a file. Raises `ports.StoreFailed` where they are gone."""
    if found.content is not None:
        return found.content[offset : offset + length]
    if found.id is None:
        return b""
    return b"".join(deliveries.bytes_of(visit.organization, id=found.id, offset=offset, length=length))


def is_there(visit: Visit, found: Entry) -> bool:
    """Whether the bytes of a file that is shown are still kept."""
    try:
        content(visit, found, offset=0, length=1)
    except StoreFailed:
        return False
    return True


def _files(visit: Visit, standing: SshStanding, spot: paths.Spot) -> Iterator[Entry]:
    match spot.area:
        case "inbox" | "trial":
            return _sent(visit, standing, spot.folder, "")
        case "outbox":
            return _out(visit, standing, spot.folder) if standing.may_fetch else iter(())
        case _:
            return _receipts(visit, standing)


def _sent(visit: Visit, standing: SshStanding, folder: str, key: str) -> Iterator[Entry]:
    """One's own uploads under way, and what the company has delivered; with `key` only what has such a name."""
    organization, by = visit.organization, visit.by(standing)
    with within(organization, savepoint=False):
        begun = deliveries.stagings(
            organization, by=by, environment=visit.account.environment, folder=folder, clash_key=key
        )
        # Of one name the upload under way is what lies there, whatever was delivered under it.
        done = [] if key and begun else deliveries.inbox(
            organization, environment=visit.account.environment, folder=folder, at=clock.now(),
            pbs_numbers=standing.pbs_numbers, account=visit.account.id, clash_key=key,
        )  # fmt: skip
    for row in begun:
        size = _live(visit, row.id, row.offset)
        yield Entry(row.name, "staging", size, row.moved_at, writable=True, id=row.id)
    if folder == paths.TRIAL:
        yield from _answers(visit)
    for each in done:
        own = each.account_id == visit.account.id
        yield Entry(
            each.name, "delivery", each.size, each.received_at, id=each.id, number=each.number, is_own=own,
            is_stopped=not each.may_leave(to_its_user=own),
        )  # fmt: skip


def _answers(visit: Visit) -> Iterator[Entry]:
    """What a dry run found, beside its file (BM-01)."""
    organization = visit.organization
    with within(organization, savepoint=False):
        rows = deliveries.previews(organization, at=clock.now(), account=visit.account.id)
    for row in rows:
        if row.state == "ready":
            made = canonical(value=row.result)
            yield Entry(f"{row.staging.name}{ANSWER}", "receipt", len(made), row.ready_at, id=row.id, content=made)


def _live(visit: Visit, staging: UUID, kept: int) -> int:
    """What is being written is as large as its writer says, not as its row said a moment ago."""
    return next((each.writer.size for each in list(visit.uploads) if each.staging == staging), kept)


def _out(visit: Visit, standing: SshStanding, folder: str) -> Iterator[Entry]:
    organization = visit.organization
    with within(organization, savepoint=False):
        rows = deliveries.out_files(
            organization, environment=visit.account.environment, solution=folder, account=visit.account.id,
            pbs_numbers=standing.pbs_numbers,
        )  # fmt: skip
    for row in rows:
        yield Entry(row.name, "out", row.size, row.made_at, id=row.id)


def _receipts(visit: Visit, standing: SshStanding, *, about: UUID | None = None) -> Iterator[Entry]:
    organization = visit.organization
    # Whoever may see some PBS numbers only sees what was said of one's own files.
    own = visit.account.id if standing.pbs_numbers or not standing.may_fetch else None
    with within(organization, savepoint=False):
        rows = deliveries.receipts_since(
            organization,
            environment=visit.account.environment,
            since=clock.now() - _SHOWN,
            account=own,
            about=about,
        )
    for row in rows:
        for each in _rendered(organization, row.id):
            yield Entry(each.name, "receipt", len(each.content), row.issued_at, id=row.id, content=each.content)


@lru_cache(maxsize=4096)
def _rendered(organization: object, receipt: UUID) -> tuple[ReceiptFile, ...]:
    """A signed receipt never changes, so its files are made once."""
    company = OrganizationId(UUID(str(organization)))
    with within(company, savepoint=False):
        row = deliveries.receipt(company, receipt=receipt)
        return () if row is None else tuple(receipt_files(company, row=row))


def _text(visit: Visit, standing: SshStanding, name: str) -> Entry:
    made = text(name, account=visit.account, standing=standing)
    return Entry(name, "text", len(made), clock.now(), content=made)
