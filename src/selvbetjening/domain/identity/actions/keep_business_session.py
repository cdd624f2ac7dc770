"""Keep, renew and end sessions of the business host, by digest (BP-07, SEC-26). How long one lives is the door's rule.

They belong to no company: a person is the same in all of them, and what she may do where is asked at every request.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.identity.actions.finish_login import Finished
from selvbetjening.domain.identity.models import BusinessSession
from selvbetjening.domain.identity.models.digests import broker_session_digest
from selvbetjening.domain.identity.rules.login import ID_TOKEN
from selvbetjening.kernel.sealed import seal


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose browser it is from now on: a person's, or an operator's who acts for a company with a reason."""

    user: UUID | None = None
    cvr: str = ""
    broker: str = ""
    broker_session_digest: bytes | None = None
    id_token_sealed: bytes | None = None
    operator: int | None = None
    acting_for: UUID | None = None
    acting_reason: str = ""
    device: str = ""
    country: str = ""
    ends_at: datetime | None = None


def begin(*, digest: bytes, data: dict[str, Any], at: datetime, visit: Visit | None = None) -> None:
    """A new session, nobody's unless a visit is given. Raises IntegrityError where an operator gives no reason."""
    whose = visit or Visit()
    BusinessSession.objects.create(
        key_digest=digest,
        user_id=whose.user,
        cvr=whose.cvr,
        broker=whose.broker,
        broker_session_digest=whose.broker_session_digest,
        id_token_sealed=whose.id_token_sealed,
        operator_id=whose.operator,
        acting_for=whose.acting_for,
        acting_reason=whose.acting_reason,
        device=whose.device[:60],
        country=whose.country,
        ends_at=whose.ends_at,
        data=data,
        created_at=at,
        last_seen_at=at,
    )


def rename(*, old: bytes, new: bytes, data: dict[str, Any]) -> bool:
    """The same session under a new key, as old as before, with its step-ups; the old key is dead (SEC-26).

    False where the old one had been ended meanwhile: it stays ended.
    """
    return bool(BusinessSession.objects.filter(key_digest=old).update(key_digest=new, data=data))


def replace(*, digest: bytes, data: dict[str, Any]) -> None:
    """New data for a session that still exists. One that was ended meanwhile stays ended."""
    BusinessSession.objects.filter(key_digest=digest).update(data=data)


def seen(*, digest: bytes, at: datetime) -> None:
    """The browser came by; the idle time starts anew."""
    BusinessSession.objects.filter(key_digest=digest).update(last_seen_at=at)


def remove(*, digest: bytes) -> None:
    """End one session."""
    BusinessSession.objects.filter(key_digest=digest).delete()


def remove_own(*, user: UUID, session: UUID) -> bool:
    """End one of the person's own sessions; False where there is no such session of hers (SEC-33)."""
    return bool(BusinessSession.objects.filter(user_id=user, id=session).delete()[0])


def remove_others(*, user: UUID, digest: bytes) -> int:
    """End all of the person's sessions but the one with this digest, and return how many there were (SEC-33)."""
    return BusinessSession.objects.filter(user_id=user).exclude(key_digest=digest).delete()[0]


def visit_of(*, finished: Finished, device: str) -> Visit:
    """A person's visit after a login: the broker's session as a digest, its ID token sealed for the way out (SEC-51).

    Raises ValueError for a login that made nobody known, such as a mere check.
    """
    person = finished.person
    if finished.user is None:
        raise ValueError("a visit is somebody's")
    known = person.broker_session
    return Visit(
        user=finished.user.id,
        cvr=person.cvr,
        broker=finished.attempt.broker,
        broker_session_digest=broker_session_digest(issuer=person.issuer, broker_session=known) if known else None,
        id_token_sealed=seal(person.id_token, purpose=ID_TOKEN) if person.id_token else None,
        device=device,
        ends_at=person.session_ends_at,
    )
