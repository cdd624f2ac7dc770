"""What lies where in the virtual tree (annex C.1). Plain functions, for the pool."""

from collections.abc import Iterator
from itertools import chain
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.queries import SshStanding
from selvbetjening.domain.deliveries import queries as deliveries
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.receipt import canonical
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.sftp import paths, to_collect
from selvbetjening.portals.sftp.shown import Entry
from selvbetjening.portals.sftp.texts import text
from selvbetjening.portals.sftp.visits import Visit

ANSWER: Final = ".svar.json"


def listing(visit: Visit, standing: SshStanding, spot: paths.Spot) -> list[Entry]:
    """What is in a folder. What somebody may not do is not shown."""
    environment = visit.account.environment
    found = [Entry(name, "folder") for name in paths.children(path=spot.path, environment=environment)]
    if spot.path == "/" and spot.area is None:
        found += [_text(visit, standing, name) for name in paths.TEXTS]
    if spot.area is not None:
        found += _files(visit, standing, spot)
    return found


def entry(visit: Visit, standing: SshStanding, spot: paths.Spot) -> Entry | None:
    """What lies at a spot, or None. Names of one's own files are compared as they clash, the others exactly."""
    if spot.is_folder:
        return Entry(spot.path.rpartition("/")[2] or "/", "folder", writable=spot.area in paths.WRITABLE)
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
        return to_collect.receipt_named(visit, standing, spot.name)
    if spot.area == "root":
        return _in_root(visit, standing, spot)
    return to_collect.output_named(visit, standing, spot.folder, spot.name)


def _in_root(visit: Visit, standing: SshStanding, spot: paths.Spot) -> Entry | None:
    """An upload under way, what is to be collected, or what was delivered under the name: in this order (BP-43)."""
    own = _named(visit, standing, spot)
    if own is not None and own.kind == "staging":
        return own
    return to_collect.named_in_root(visit, standing, spot.folder, spot.name) or own


def _named(visit: Visit, standing: SshStanding, spot: paths.Spot) -> Entry | None:
    with within(visit.organization, savepoint=False):
        found = deliveries.named(
            visit.organization, account=visit.account.id, environment=visit.account.environment, folder=spot.folder,
            clash_key=names.clash_key(name=spot.name), at=clock.now(), pbs_numbers=standing.pbs_numbers,
        )  # fmt: skip
    if found is None:
        return None
    if found.is_marker:
        return _marker(visit, found.id)
    if not found.number:
        size = _live(visit, found.id, found.size)
        return Entry(found.name, "staging", size, found.at, writable=True, id=found.id)
    return Entry(
        found.name, "delivery", found.size, found.at, id=found.id, number=found.number, is_own=found.is_own,
        is_stopped=found.is_stopped,
    )  # fmt: skip


def _marker(visit: Visit, id_: UUID) -> Entry | None:
    with within(visit.organization, savepoint=False):
        row = deliveries.marker(visit.organization, marker=id_)
    return None if row is None else _as_marker(row)


def _as_marker(row: deliveries.Marker) -> Entry:
    """What lies beside a file may be written anew: what came last counts (C.4)."""
    made = bytes(row.content)
    return Entry(row.name, "marker", len(made), row.noted_at, writable=True, id=row.id, content=made)


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
            return to_collect.outputs(visit, standing, spot.folder)
        case "root":
            # A program that fetches and deletes whatever it finds meets nothing else here.
            return chain(
                to_collect.outputs(visit, standing, spot.folder), to_collect.receipts(visit, standing, in_root=True)
            )
        case _:
            return to_collect.receipts(visit, standing)


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
        beside = [] if key or folder == paths.TRIAL else deliveries.markers(
            organization, account=visit.account.id, environment=visit.account.environment, folder=folder,
        )  # fmt: skip
    for row in begun:
        size = _live(visit, row.id, row.offset)
        yield Entry(row.name, "staging", size, row.moved_at, writable=True, id=row.id)
    taken = {each.clash_key for each in begun} | {each.clash_key for each in done}
    yield from (_as_marker(each) for each in beside if each.clash_key not in taken)
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


def _text(visit: Visit, standing: SshStanding, name: str) -> Entry:
    made = text(name, account=visit.account, standing=standing)
    return Entry(name, "text", len(made), clock.now(), content=made)
