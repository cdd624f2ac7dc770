"""What clients ask for by path, decided (annex C.2). Plain functions, for the pool; each asks the rights anew."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from asyncssh.constants import FXF_APPEND, FXF_CREAT, FXF_EXCL, FXF_TRUNC, FXF_WRITE

from selvbetjening.domain.access.queries import SshStanding
from selvbetjening.domain.deliveries import queries as deliveries
from selvbetjening.domain.deliveries.actions.collect import put_away, put_away_receipt
from selvbetjening.domain.deliveries.actions.forget_marker import forget_marker
from selvbetjening.domain.deliveries.actions.put_aside import discard
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.limits import FILES_A_DAY, QUOTA
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.sftp import entries, paths, to_collect, uploads
from selvbetjening.portals.sftp.handles import Download
from selvbetjening.portals.sftp.shown import Entry
from selvbetjening.portals.sftp.visits import Visit, standing
from selvbetjening.portals.sftp.words import refusal

BLOCK: Final = 4096


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of the company's quota, in blocks and files (statvfs)."""

    blocks: int
    free: int
    files: int
    files_free: int


def spot_of(visit: Visit, path: bytes) -> paths.Spot:
    """Where the path leads. Raises `SFTPError`."""
    try:
        account = visit.account
        return paths.find(path=path, environment=account.environment, in_root=account.habits.all_in_root)
    except paths.BadPath:
        raise refusal("bad_path") from None


def look(visit: Visit, path: bytes) -> Entry:
    """The file or folder there. Raises `SFTPError`, `Ended`."""
    spot = spot_of(visit, path)
    with within(visit.organization):
        found = entries.entry(visit, standing(visit), spot)
    if found is None:
        raise refusal("no_such")
    return found


def listed(visit: Visit, path: bytes) -> list[Entry]:
    """What is in the folder. Raises `SFTPError`, `Ended`."""
    spot = spot_of(visit, path)
    if not spot.is_folder:
        raise refusal("no_such")
    with within(visit.organization):
        return entries.listing(visit, standing(visit), spot)


def opened(visit: Visit, path: bytes, flags: int) -> uploads.Upload | Download:
    """A handle for writing or reading. Raises `Refused`, `SFTPError`, `Ended`."""
    spot = spot_of(visit, path)
    if flags & (FXF_WRITE | FXF_APPEND | FXF_CREAT | FXF_TRUNC):
        return _to_write(visit, spot, flags)
    with within(visit.organization):
        rights = standing(visit)
        found = entries.entry(visit, rights, spot)
    if found is None or found.kind == "folder":
        raise refusal("no_such")
    if found.kind == "delivery":
        _may_read(visit, rights, found)
    return Download(visit, by=visit.by(rights), found=found)


def _may_read(visit: Visit, rights: SshStanding, found: Entry) -> None:
    """One's own uploads, and with the right to fetch what the others of the company sent (C.1, C.2)."""
    if not found.is_own and not rights.may_fetch:
        raise refusal("no_fetch")
    if not entries.is_there(visit, found):
        raise refusal("gone")
    if found.is_stopped:
        raise refusal("stopped")


def _to_write(visit: Visit, spot: paths.Spot, flags: int) -> uploads.Upload:
    # Nobody has been promised anything yet, so the disk is not waited for.
    with within(visit.organization, lasting=False):
        rights = standing(visit)
        _may_write(visit, rights, spot)
        begun = uploads.begin(
            visit, rights, spot, create=bool(flags & FXF_CREAT), exclusive=bool(flags & FXF_EXCL)
        )  # fmt: skip
    return uploads.opened(visit, begun, truncate=bool(flags & FXF_TRUNC), appends=bool(flags & FXF_APPEND))


def closing(visit: Visit) -> By:
    """Who delivers, asked at the moment of it. Raises `Ended`, and `SFTPError` for one who may no longer send."""
    rights = standing(visit)
    if not rights.may_send:
        raise refusal("no_send")
    return visit.by(rights)


def _may_write(visit: Visit, rights: SshStanding, spot: paths.Spot) -> None:
    if spot.is_folder or spot.area not in paths.WRITABLE:
        raise refusal("not_here")
    if not rights.may_send:
        raise refusal("no_send")
    # Whoever looks after the close must find her own file under the name (BP-43).
    if spot.area == "root" and to_collect.named_in_root(visit, rights, spot.folder, spot.name) is not None:
        raise refusal("exists")


def _not_delivered(visit: Visit, rights: SshStanding, spot: paths.Spot) -> None:
    """A delivered name says so, also to a client that only wants to go on with it."""
    names.accept(name=spot.name)
    found = entries.entry(visit, rights, spot)
    if found is not None and found.kind == "delivery":
        raise Refused("committed", number=found.number)


def resized(visit: Visit, path: bytes, size: int | None) -> None:
    """setstat by path: other attributes are ignored, a size counts where the file is still being sent (C.2)."""
    found = look(visit, path)
    if size is None or size == found.size:
        return
    if found.kind != "staging":
        raise refusal("not_here")
    live = next((each for each in list(visit.uploads) if each.staging == found.id), None)
    if live is not None:
        live.truncate(size)
        return
    handle = opened(visit, path, FXF_WRITE)
    if isinstance(handle, uploads.Upload):
        try:
            handle.truncate(size)
        finally:
            handle.abort()


def removed(visit: Visit, path: bytes) -> None:
    """A file that is being sent goes; one in the outbox is put away; nothing that was received goes (C.2)."""
    rights, spot = standing(visit), spot_of(visit, path)
    found = entries.entry(visit, rights, spot)
    if found is None:
        raise refusal("no_such")
    if found.kind == "out" and found.id:
        put_away(visit.organization, file=found.id, account=visit.account.id, at=clock.now())
    elif found.kind == "receipt" and spot.area == "root" and found.id:
        put_away_receipt(
            visit.organization, receipt=found.id, ending=found.ending, account=visit.account.id, at=clock.now()
        )  # fmt: skip
    elif found.kind == "marker" and found.id:
        forget_marker(visit.organization, marker=found.id, account=visit.account.id)
    elif found.kind == "staging" and found.id:
        _not_live(visit, found.id)
        discard(visit.organization, staging=found.id, by=visit.by(rights), at=clock.now())
    else:
        raise refusal("delivered" if found.kind == "delivery" else "not_here")


def renamed(visit: Visit, old: bytes, new: bytes, *, replaces: bool) -> None:
    """A file that is being sent gets another name in its folder (C.2); `replaces` lets go of an unfinished one."""
    rights, source, target = standing(visit), spot_of(visit, old), spot_of(visit, new)
    found = entries.entry(visit, rights, source)
    if found is None or found.kind == "folder":
        raise refusal("no_such" if found is None else "not_here")
    if found.kind != "staging" or not found.id or source.path.rpartition("/")[0] != target.path.rpartition("/")[0]:
        raise refusal("not_here")
    _may_write(visit, rights, target)
    _not_delivered(visit, rights, target)
    _not_live(visit, found.id)
    other = entries.entry(visit, rights, target)
    is_other = other is not None and other.id != found.id and other.kind != "marker"
    taken: UUID | None = other.id if other is not None and is_other else None
    if taken is not None and not replaces:
        raise refusal("exists")
    if taken is not None:
        _not_live(visit, taken)
    uploads.give_name(visit, rights, staging=found.id, name=target.name, replaces=taken)


def _not_live(visit: Visit, staging: UUID) -> None:
    """Nobody may write it meanwhile: in this connection, or in another one that shows signs of life."""
    with within(visit.organization):
        row = deliveries.staging(visit.organization, staging=staging)
    if row is not None and row.state == "receiving" and row.lease_until > clock.now():
        raise refusal("in_use")


def made_folder(visit: Visit, path: bytes) -> None:
    """Clients that make every folder on their way find those that are there; no others are made (C.2)."""
    standing(visit)
    if not spot_of(visit, path).is_folder:
        raise refusal("not_here")


def room(visit: Visit) -> Room:
    """The company's quota (C.2)."""
    standing(visit)
    used = deliveries.used(visit.organization, at=clock.now())
    free = max(0, QUOTA - used.bytes) // BLOCK
    return Room(QUOTA // BLOCK, free, FILES_A_DAY, max(0, FILES_A_DAY - used.files_today))
