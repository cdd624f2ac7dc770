"""What the business portal's door asks of a browser: whose it is, and until when (BP-07, SEC-26, SEC-33)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from selvbetjening.domain.identity.models import BusinessSession, User


@dataclass(frozen=True, slots=True)
class BusinessRow:
    """A session of the business host: a person's with the CVR of this login, or an operator's for one company."""

    id: UUID
    user: User | None
    cvr: str
    broker: str
    operator: int | None
    acting_for: UUID | None
    acting_reason: str
    data: dict[str, Any]
    created_at: datetime
    last_seen_at: datetime
    ends_at: datetime | None


def business_session(*, digest: bytes) -> BusinessRow | None:
    """The session with this digest, alive or not. One of a person whose identity was closed is none (BP-09).

    Nor is one of an operator who was barred or deleted: her visit ends with her next request (SEC-27, SEC-34).
    """
    return _row(BusinessSession.objects.filter(key_digest=digest))


def business_session_with(*, id: UUID) -> BusinessRow | None:
    """The same by its id, which stays when the key is changed: for what lives only as long as a session does."""
    return _row(BusinessSession.objects.filter(id=id))


def _row(rows: QuerySet[BusinessSession]) -> BusinessRow | None:
    found = rows.select_related("user").first()
    if found is None or (found.user is not None and found.user.closed_at is not None):
        return None
    if found.operator_id is not None and not _is_operator(found.operator_id):
        return None
    return BusinessRow(
        found.id, found.user, found.cvr, found.broker, found.operator_id, found.acting_for, found.acting_reason,
        found.data, found.created_at, found.last_seen_at, found.ends_at,
    )  # fmt: skip


def _is_operator(number: int) -> bool:
    """Whether this is an operator's number now, as at the login on the staff host."""
    return get_user_model().objects.filter(id=number, is_active=True, is_staff=True).exists()


@dataclass(frozen=True, slots=True)
class Browser:
    """One line of "Mine sessioner": no key, no address."""

    id: UUID
    device: str
    country: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool


def browsers_of(*, user: UUID, digest: bytes, since: datetime, begun_after: datetime) -> list[Browser]:
    """The person's living sessions, the latest used first; `digest` is the asking browser's own."""
    rows = BusinessSession.objects.filter(user_id=user, last_seen_at__gt=since, created_at__gt=begun_after)
    return [
        Browser(row.id, row.device, row.country, row.created_at, row.last_seen_at, bytes(row.key_digest) == digest)
        for row in rows.order_by("-last_seen_at")
    ]
