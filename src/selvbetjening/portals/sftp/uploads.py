"""A file that is being sent over SFTP (annex C.2, C.4). Plain functions and a handle, for the pool."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.queries import SshStanding
from selvbetjening.domain.deliveries import queries as deliveries
from selvbetjening.domain.deliveries.actions.commit import Committed, commit
from selvbetjening.domain.deliveries.actions.finish import finish
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.actions.put_aside import discard, rename
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.deliveries.actions.writing import Writer
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.queries import Staging
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.portals.sftp.paths import TRIAL, Spot
from selvbetjening.portals.sftp.visits import Visit
from selvbetjening.portals.sftp.words import refusal


class Upload:
    """One handle that writes. One act at a time: a cancelled request's thread may still be at work (SEC-109)."""

    def __init__(self, visit: Visit, *, by: By, staging: UUID, name: str, writer: Writer, appends: bool) -> None:
        self.visit, self.by, self.staging, self.name = visit, by, staging, name
        self.writer, self._appends, self._begun = writer, appends, False
        self._lock = threading.Lock()

    @property
    def _organization(self) -> OrganizationId:
        return self.visit.organization

    def write(self, offset: int, data: bytes) -> int:
        """Take the bytes. Raises `Refused`; the handle is then never committed (SEC-107)."""
        with self._lock:
            if self._appends and not self._begun and offset != self.writer.size:
                self.writer.failed = True
                raise Refused("offset", offset=self.writer.size)
            self._begun = True
            self.writer.write(offset, data, at=clock.now())
        return len(data)

    def truncate(self, size: int) -> None:
        with self._lock:
            self.writer.truncate(size)

    def beat(self) -> None:
        """A sign of life; what is there is on disk."""
        with self._lock:
            if not self.writer.closed and not self.writer.failed:
                self.writer.beat(at=clock.now())

    def abort(self) -> None:
        """Keep what is there for going on; never raises."""
        with self._lock:
            self.writer.abort(at=clock.now())

    def close(self, still: Callable[[], By]) -> Committed | None:
        """The client's own close: deliver it, or keep it under its temporary name (C.4). Raises `Refused`.

        `still` asks whether the sender may do this now, and raises where not. What is refused can be gone on with:
        nothing of it is thrown away.
        """
        with self._lock:
            if self.writer.failed:
                self.writer.abort(at=clock.now())
                raise Refused("lost")
            is_kept = names.is_temporary(name=self.name, patterns=self.by.temporary)
            if not is_kept and (done := self._finished(still)) is not None:
                return done
            self.by = still()
            self.writer.close(at=clock.now())
        return None if is_kept else delivered(self._organization, staging=self.staging, by=self.by)

    def _finished(self, still: Callable[[], By]) -> Committed | None:
        """Deliver what is plainly whole in one go. None where it is not, or is refused: the long way says why."""
        try:
            return finish(self._organization, writer=self.writer, still=still, at=clock.now())
        except Refused:
            return None


def delivered(organization: OrganizationId, *, staging: UUID, by: By) -> Committed:
    """Commit; a trial's file is looked through instead (BM-01). Raises `Refused`, and `SFTPError` for what is cut off.

    The client's OK is "received", so a file that is not whole gets none: it is kept, and its name opens again (C.4).
    Nor does a sidecar that says something else than its file: whoever sends both is told at once.
    """
    done = commit(organization, staging=staging, by=by, at=clock.now())
    if done.outcome == "incomplete" or done.code in {"marker.differs", "marker.unreadable"}:
        raise refusal(done.code or "incomplete")
    if done.outcome == "staged":
        ask_preview(organization, staging=staging, by=by, at=clock.now())
    return done


@dataclass(frozen=True, slots=True)
class Begun:
    """An upload in its row, before its file is opened."""

    by: By
    row: Staging
    is_new: bool


def begin(visit: Visit, standing: SshStanding, spot: Spot, *, create: bool, exclusive: bool) -> Begun:
    """A row for a file that is written: a new one, or one that was begun (C.2). Raises `Refused` and `SFTPError`.

    In the open transaction, in which `standing` was asked. A delivered name says so, also to a client that only wants
    to go on with it.
    """
    organization, by, at, holder = visit.organization, visit.by(standing), clock.now(), new_id()
    name = names.accept(name=spot.name)
    found = deliveries.named(
        organization, account=visit.account.id, environment=visit.account.environment, folder=spot.folder,
        clash_key=names.clash_key(name=name), at=at, pbs_numbers=standing.pbs_numbers,
    )  # fmt: skip
    if found is not None and found.number:
        raise Refused("committed", number=found.number)
    if found is not None and exclusive:
        raise refusal("exists")
    if found is not None and not found.is_marker:
        return Begun(by, resume(organization, staging=found.id, by=by, holder=holder, at=at), is_new=False)
    if not create:
        raise refusal("no_such")
    return Begun(by, _new(visit, by, spot, name, holder, at), is_new=True)


def _new(visit: Visit, by: By, spot: Spot, name: str, holder: UUID, at: datetime) -> Staging:
    return open_staging(
        visit.organization, by=by, name=name, folder=spot.folder, environment=visit.account.environment,
        purpose="preview" if spot.folder == TRIAL else "deliver", holder=holder, at=at,
    )  # fmt: skip


def opened(visit: Visit, begun: Begun, *, truncate: bool, appends: bool) -> Upload:
    """The handle for a row that is committed. Raises `Refused`."""
    row = begun.row
    writer = Writer(visit.organization, staging=row.id, holder=row.holder, fresh=row if begun.is_new else None)
    if truncate:
        writer.truncate(0)
    return Upload(visit, by=begun.by, staging=row.id, name=row.name, writer=writer, appends=appends)


def give_name(visit: Visit, standing: SshStanding, *, staging: UUID, name: str, replaces: UUID | None) -> None:
    """Another name in the same folder; a final one delivers it (C.2). Raises `Refused` and `SFTPError`.

    Only what was closed properly: a file whose connection dropped is resumed first (C.4, layer 1).
    """
    organization, by, at = visit.organization, visit.by(standing), clock.now()
    with within(organization):
        row = deliveries.staging(organization, staging=staging)
    if row is None:
        raise Refused("unknown")
    if row.state == StagingState.RECEIVING and row.lease_until > at:
        raise Refused("in_use")
    is_final = not names.is_temporary(name=names.accept(name=name), patterns=by.temporary)
    if is_final and row.state == StagingState.ABORTED and not row.found_sha256:
        raise refusal("not_whole")
    if replaces is not None:
        discard(organization, staging=replaces, by=by, at=at)
    if is_final and row.state != StagingState.RECEIVING:
        # Its lease ran out after the close: whoever looks for dead uploads had put it aside.
        holder = new_id()
        resume(organization, staging=staging, by=by, holder=holder, at=at)
        Writer(organization, staging=staging, holder=holder).close(at=at)
    rename(organization, staging=staging, by=by, name=name, at=at)
    if is_final:
        delivered(organization, staging=staging, by=by)
