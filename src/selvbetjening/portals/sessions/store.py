"""Recipients' and operators' sessions: 256 random bits in the browser, their digest in the table (SEC-26, LG-13)."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

from selvbetjening.domain.identity import queries
from selvbetjening.domain.identity.actions import keep_session as rows
from selvbetjening.domain.tenancy.within import current, within
from selvbetjening.kernel import clock, tokens
from selvbetjening.kernel.ids import OrganizationId

#: LG-13 and SEC-26; on the operator's host SEC-34.
PORTAL_IDLE, PORTAL_ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
STAFF_IDLE, STAFF_ABSOLUTE = timedelta(minutes=15), timedelta(hours=8)
#: A visit is written down again after this long, so that most requests write nothing.
SEEN_AGAIN = timedelta(minutes=1)
#: In the data of a session that waits for its browser.
HANDED_OVER: Final = "handed_over"


class SessionStore(SessionBase):
    """Django's session interface over our two tables."""

    def __init__(self, session_key: str | None = None, *, organization: OrganizationId | None = None) -> None:
        super().__init__(session_key)
        self.organization = organization or current()
        self._brought: tuple[str, queries.SessionRow | None] | None = None
        self._begun_at: datetime | None = None

    def bring(self, row: queries.SessionRow | None) -> None:
        """The row of this key's digest, or None for an unknown key: the door has asked for it already.

        The next `load` of this very key takes it instead of asking, once.
        """
        self._brought = (self.session_key or "", row)

    def _cached(self) -> dict[str, Any]:
        """What this request knows of the session, without asking the table."""
        known: dict[str, Any] = getattr(self, "_session_cache", {})
        return known

    @property
    def digest(self) -> bytes:
        """What the table knows the session by."""
        return hashlib.sha256((self.session_key or "").encode()).digest()

    def load(self) -> dict[str, Any]:
        """The data behind the key, or nothing when it is unknown, idle or too old; such a row is removed."""
        if not self.session_key:
            return {}
        now = clock.now()
        row = self._row()
        waits = row is not None and HANDED_OVER in row.data  # for a press; the token itself opens nothing
        if row is None or waits or self._dead(row, now):
            if row is not None and not waits:
                with self._inside():
                    rows.remove(self.organization, digest=self.digest)
            self._session_key = None
            return {}
        self._begun_at = row.created_at
        if now - row.last_seen_at >= SEEN_AGAIN:
            with self._inside():
                rows.seen(self.organization, digest=self.digest, at=now)
        return row.data

    @contextmanager
    def _inside(self) -> Iterator[None]:
        """The session's own transaction, where the request is not in one: pages of the bookkeepers' host (CM-08)."""
        if self.organization is None or current() == self.organization:
            yield
        else:
            with within(self.organization):
                yield

    def _row(self) -> queries.SessionRow | None:
        brought, self._brought = self._brought, None
        if brought is not None and brought[0] == self.session_key:
            return brought[1]
        with self._inside():
            return queries.session(self.organization, digest=self.digest)

    def _dead(self, row: queries.SessionRow, now: datetime) -> bool:
        staff = self.organization is None
        idle = STAFF_IDLE if staff else PORTAL_IDLE
        absolute = STAFF_ABSOLUTE if staff else PORTAL_ABSOLUTE
        return now - row.last_seen_at >= idle or now - row.created_at >= absolute

    def exists(self, session_key: str) -> bool:
        digest = hashlib.sha256(session_key.encode()).digest()
        with self._inside():
            return queries.session(self.organization, digest=digest) is not None

    def create(self) -> None:
        """A row under a new key of 256 random bits."""
        self._session_key = tokens.new_token()
        now = clock.now()
        begun_at = self._begun_at or now
        with self._inside():
            rows.add(self.organization, digest=self.digest, data=self._cached(), at=now, begun_at=begun_at)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        data = self._cached() if must_create else dict(self.items())
        with self._inside():
            rows.replace(self.organization, digest=self.digest, data=data)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            with self._inside():
                rows.remove(self.organization, digest=hashlib.sha256(key.encode()).digest())

    def flush(self) -> None:
        """Nothing is left, and what comes next begins anew."""
        super().flush()
        self._begun_at = None

    def cycle_key(self) -> None:
        """The same data under a new key, as old as before (LG-13); the old key is dead (SEC-26)."""
        data = dict(self.items())
        self.delete()
        self._session_key = None
        self._session_cache = data
        self.create()

    @classmethod
    def clear_expired(cls) -> None:
        """Old rows are removed by the schedule, one organization at a time (identity.actions)."""
