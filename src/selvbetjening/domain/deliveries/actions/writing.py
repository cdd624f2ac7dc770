"""Receive a file as a stream, as SFTP writes it: many small writes, few words with the database (annex C.2, C.4)."""

import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from selvbetjening.domain.deliveries.actions.open_staging import resumable_for
from selvbetjening.domain.deliveries.actions.reserve import own, reserve
from selvbetjening.domain.deliveries.lifecycle import STAGING, StagingState
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.ports import Place, StoreFailed
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules.limits import CHUNK, LEASE, check_size
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.files")
_STEP: Final = 4 * CHUNK
#: So much may wait, in memory, for what lies before it: programs that read their file in several places at once also
#: write so (`fastPut` of ssh2).
AHEAD: Final = 4 * 1024 * 1024


class Writer:
    """One open file handle of a client. Not for two threads at once.

    The first write decides: at 0 the file begins anew, at its end it goes on. After that only the end grows; what lies
    before it may be written again, and of a file that was begun here `AHEAD` bytes may come before what they follow on:
    they are no part of the file until that has come, and a file with a hole is not whole. Anything that fails
    marks the handle `failed` for good: it is never committed, even when its close comes politely (SEC-107). The SHA-256
    is computed as the bytes come (SEC-88).

    `fresh` is the row where it was made a moment ago and nobody else can have it. The constructor raises `Refused`:
    `unknown`, `lost`, `expired`, `in_use` (another process has the file open).
    """

    def __init__(
        self, organization: OrganizationId, *, staging: UUID, holder: UUID, fresh: Staging | None = None
    ) -> None:
        self._organization, self.staging, self.holder = organization, staging, holder
        place = Place(organization, staging)
        try:
            self._handle = store().open(place)
        except StoreFailed as failure:
            raise Refused("in_use" if failure.code == "busy" else "lost") from None
        try:
            # Read under the file's lock, so that nobody else can still move its end.
            self._row = fresh or own(organization, staging=staging, holder=holder)
            if self._handle.size() > self._row.offset:
                self._handle.truncate(self._row.offset)  # bytes that nobody answered for
        except (Refused, StoreFailed) as error:
            self._handle.close()
            if isinstance(error, Refused) and error.code in {"unknown", "expired"}:
                store().delete(place)
            raise _as_refusal(error) from None
        self.size = self._handle.size()
        self.failed = self.closed = False
        self._begun, self._is_own = False, self.size == 0
        self._ahead: dict[int, bytes] = {}
        self._expected: int | None = None
        self._digest = hashlib.sha256() if self.size == 0 else None

    def write(self, offset: int, data: bytes, *, at: datetime) -> None:
        """Take the bytes. Raises `Refused`: `offset` (with the right one: a hole), `too_large`, `quota`, `lost`."""
        self._usable()
        try:
            if not self._begun and offset == 0 and self.size:
                self._start_over()
            self._begun = True
            if offset > self.size:
                self._wait(offset, data)
                return
            self._take(offset, data, at)
            while (place := min(self._ahead, default=self.size + 1)) <= self.size:
                self._take(place, self._ahead.pop(place), at)
        except (Refused, StoreFailed) as error:
            self.failed = True
            raise _as_refusal(error) from None

    @property
    def _waiting(self) -> int:
        return sum(len(each) for each in self._ahead.values())

    def _wait(self, offset: int, data: bytes) -> None:
        end = offset + len(data)
        if not self._is_own or end > self.size + AHEAD or self._waiting + len(data) > AHEAD:
            raise Refused("offset", offset=self.size)
        self._ahead[offset] = max(data, self._ahead.get(offset, b""), key=len)
        self._expected = max(end, self._expected or 0)  # without what comes before it, the file is not whole

    def _take(self, offset: int, data: bytes, at: datetime) -> None:
        end = max(self.size, offset + len(data))
        reserve(self._organization, row=self._row, holder=self.holder, end=end, step=_STEP, at=at)
        self._handle.write(offset, data)
        if self._digest is not None:
            if offset == self.size:
                self._digest.update(data)
            else:
                self._digest = None  # written over: hashed once more at the commit
        self.size = end

    def truncate(self, size: int) -> None:
        """The client sets the size: smaller cuts, larger is what it must come to before it can be committed.

        Raises `Refused`: `too_large`, `lost`.
        """
        self._usable()
        check_size(door="sftp", size=size)
        self._expected = size
        self._ahead = {at: data for at, data in self._ahead.items() if at + len(data) <= size}
        if size >= self.size:
            return
        try:
            if size == 0:
                self._start_over()
            else:
                self._handle.truncate(size)
                self._digest, self.size = None, size
        except StoreFailed as failure:
            self.failed = True
            raise _as_refusal(failure) from None

    def beat(self, *, at: datetime) -> None:
        """Every ten seconds: what is there is on disk and in the row, and the lease lives on. Raises `Refused`."""
        self._usable()
        try:
            self._keep(at)
        except (Refused, StoreFailed) as error:
            self.failed = True
            raise _as_refusal(error) from None

    def finished(self) -> str | None:
        """Everything on disk, but no word of it in the row: for whoever delivers it in the same breath.

        The SHA-256 of what was received (hex); None where it must be computed from the bytes, or bytes are missing.
        Raises `Refused`.
        """
        self._usable()
        if self._digest is None or (self._expected or 0) > self.size:
            return None
        try:
            self._handle.sync()
            if self._handle.size() != self.size:
                raise StoreFailed("store")
        except StoreFailed as failure:
            self.failed = True
            raise _as_refusal(failure) from None
        return self._digest.hexdigest()

    def let_go(self) -> None:
        """Somebody has delivered it: nothing is to be said any more. Never raises."""
        if not self.closed:
            self._let_go()

    def close(self, *, at: datetime) -> None:
        """Everything on disk and in the row; then it may be committed. Raises `Refused`, and nothing is then."""
        if self.failed or self.closed:
            raise Refused("lost")
        try:
            self._keep(at, found="" if self._digest is None else self._digest.hexdigest(), over=True)
        except (Refused, StoreFailed) as error:
            self.failed = True
            raise _as_refusal(error) from None
        finally:
            self._let_go()

    def abort(self, *, at: datetime) -> None:
        """The connection is gone, or a write failed: keep what is there for going on. Never raises (SEC-109)."""
        if self.closed:
            return
        try:
            self._keep(at, over=True, aborted=True)
        except Exception as error:  # other handles of the connection are still to be aborted
            log.warning("an upload could not be put aside", subject=str(self._row.id), exc_info=error)
        finally:
            self._let_go()

    def _keep(self, at: datetime, *, found: str = "", over: bool = False, aborted: bool = False) -> None:
        """Sync, then say so in the row: the row never claims a byte that a power cut could take."""
        self._handle.sync()
        now: dict[str, object] = {"offset": self.size, "moved_at": at, "found_sha256": found}
        now["lease_until"] = at if over else at + LEASE
        if self._expected is not None:
            now["size"] = max(self._expected, self.size)
        elif self._row.size is not None:
            now["size"] = None
        if aborted:
            now["state"] = STAGING.after(StagingState.RECEIVING, "abort")
        with within(self._organization):
            now["expires_at"] = at + resumable_for(self._organization)
            mine = Staging.objects.filter(
                organization_id=self._organization, id=self._row.id, holder=self.holder,
                state=StagingState.RECEIVING,
            )  # fmt: skip
            if not mine.update(**now):
                raise Refused("lost")
        self._row.lease_until = at if over else at + LEASE

    def _start_over(self) -> None:
        self._handle.truncate(0)
        self._digest, self.size, self._is_own = hashlib.sha256(), 0, True
        self._ahead.clear()

    def _usable(self) -> None:
        if self.failed or self.closed:
            raise Refused("lost")

    def _let_go(self) -> None:
        self.closed = True
        try:
            self._handle.close()
        except StoreFailed as failure:
            log.warning("a file could not be closed", subject=str(self._row.id), outcome=failure.code)


def _as_refusal(error: Refused | StoreFailed) -> Refused:
    if isinstance(error, Refused):
        return error
    return Refused("quota" if error.code == "full" else "lost")
