"""Sessions of the business host (BP-07, SEC-26): idle 30 minutes, absolute 8 hours, never past the broker's own end."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.identity.actions import keep_business_session as rows
from selvbetjening.domain.identity.queries.business_sessions import BusinessRow, business_session
from selvbetjening.kernel import clock, tokens
from selvbetjening.portals.sessions.store import HANDED_OVER, SEEN_AGAIN, STAFF_IDLE, SessionStore

#: Annex K. An operator who acts for a company has the operator's shorter idle time (SEC-34).
BUSINESS_IDLE: Final = timedelta(minutes=30)
BUSINESS_ABSOLUTE: Final = timedelta(hours=8)
#: A visit for a company is for one case; whoever needs longer says why again.
OPERATOR_ABSOLUTE: Final = timedelta(minutes=60)
#: An operator's visit waits this long for its browser, under a token that opens nothing by itself.
HAND_OVER: Final = timedelta(minutes=2)


def hand_over(*, operator: int, organization: UUID, reason: str) -> str:
    """A visit for an operator who acts for this company with this reason (SEC-34); the token of `/operatoer/<token>/`.

    Raises ValueError without a reason. The caller writes the act into the company's own log.
    """
    if not reason.strip():
        raise ValueError("an operator says why")
    token = tokens.new_token()
    visit = rows.Visit(operator=operator, acting_for=organization, acting_reason=reason.strip()[:200])
    rows.begin(digest=BusinessStore(token).digest, data={HANDED_OVER: True}, at=clock.now(), visit=visit)
    return token


class BusinessStore(SessionStore):
    """One row for a browser, whatever company its page is about; whose it is never changes without a new key."""

    row: BusinessRow | None = None

    def load(self) -> dict[str, Any]:
        """The data behind the key, or nothing when it is unknown, idle or too old; such a row is removed."""
        self.row = None
        if not self.session_key:
            return {}
        now = clock.now()
        found = business_session(digest=self.digest)
        waits = found is not None and HANDED_OVER in found.data  # for a press; the token itself opens nothing
        if found is None or waits or is_over(found, now):
            if not waits:
                rows.remove(digest=self.digest)
            self._session_key = None
            return {}
        self.row = found
        if now - found.last_seen_at >= SEEN_AGAIN:
            rows.seen(digest=self.digest, at=now)
        return found.data

    def whose(self) -> BusinessRow | None:
        """The row, once it has been read; None for a browser that is nobody's."""
        self._get_session()  # type: ignore[attr-defined]
        return self.row

    def begin(self, visit: rows.Visit) -> None:
        """Nothing of an earlier visitor is left; the browser is this visitor's from now on, under a new key."""
        self.flush()
        self._session_key = tokens.new_token()
        rows.begin(digest=self.digest, data={}, at=clock.now(), visit=visit)
        self._session_cache: dict[str, Any] = self.load()
        self.accessed = self.modified = True

    def take(self, token: str) -> bool:
        """Become the operator's visit that was handed over with this token: once, within two minutes, by a press.

        False for every other token; then the browser stays whose it was.
        """
        offered = type(self)(token)
        found = business_session(digest=offered.digest)
        if found is None or HANDED_OVER not in found.data or clock.now() - found.created_at >= HAND_OVER:
            return False
        fresh = tokens.new_token()
        if not rows.rename(old=offered.digest, new=type(self)(fresh).digest, data={}):
            return False
        self.flush()
        self._session_key = fresh
        self._session_cache = self.load()
        self.accessed = self.modified = True
        return True

    def exists(self, session_key: str) -> bool:
        return business_session(digest=type(self)(session_key).digest) is not None

    def create(self) -> None:
        """A row under a new key, for a browser that is nobody's."""
        self._session_key = tokens.new_token()
        rows.begin(digest=self.digest, data=self._cached(), at=clock.now())
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        rows.replace(digest=self.digest, data=self._cached() if must_create else dict(self.items()))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            rows.remove(digest=type(self)(key).digest)

    def cycle_key(self) -> None:
        """The same visit under a new key: at step-up and at the change of company (annex A.4)."""
        data, old = dict(self.items()), self.digest
        self._session_key = tokens.new_token()
        if not rows.rename(old=old, new=self.digest, data=data):
            self.flush()
            return
        self.modified = True


def is_over(row: BusinessRow, now: datetime) -> bool:
    """Whether the session was left too long, is too old, or ended with the broker's own."""
    idle, absolute = (BUSINESS_IDLE, BUSINESS_ABSOLUTE) if row.operator is None else (STAFF_IDLE, OPERATOR_ABSOLUTE)
    if now - row.last_seen_at >= idle or now - row.created_at >= absolute:
        return True
    return row.ends_at is not None and now >= row.ends_at
