"""Rows of sessions, by digest. Times come in as arguments; how long a session lives is the door's rule."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.identity.models import PortalSession, StaffSession
from selvbetjening.kernel.ids import OrganizationId

#: The key in the session's data under which the logged-in recipient's id stands.
RECIPIENT: Final = "recipient"


@dataclass(frozen=True)
class Row:
    """A session as the store sees it."""

    data: dict[str, Any]
    created_at: datetime
    last_seen_at: datetime


def find(organization: OrganizationId | None, *, digest: bytes) -> Row | None:
    """The session with this digest, alive or not."""
    found = _rows(organization, digest).values_list("data", "created_at", "last_seen_at").first()
    return None if found is None else Row(*found)


def add(organization: OrganizationId | None, *, digest: bytes, data: dict[str, Any], at: datetime) -> None:
    """A new session."""
    if organization is None:
        StaffSession.objects.create(key_digest=digest, data=data, created_at=at, last_seen_at=at)
        return
    PortalSession.objects.create(
        organization_id=organization,
        key_digest=digest,
        recipient_id=data.get(RECIPIENT),
        data=data,
        created_at=at,
        last_seen_at=at,
    )


def replace(organization: OrganizationId | None, *, digest: bytes, data: dict[str, Any]) -> None:
    """New data for a session that still exists. One that was ended meanwhile stays ended."""
    values: dict[str, Any] = {"data": data}
    if organization is not None:
        values["recipient_id"] = data.get(RECIPIENT)
    _rows(organization, digest).update(**values)


def seen(organization: OrganizationId | None, *, digest: bytes, at: datetime) -> None:
    """The browser came by; the idle time starts anew."""
    _rows(organization, digest).update(last_seen_at=at)


def remove(organization: OrganizationId | None, *, digest: bytes) -> None:
    """End one session."""
    _rows(organization, digest).delete()


def remove_of_recipient(organization: OrganizationId, *, recipient: UUID) -> int:
    """End every session of a recipient and return how many there were."""
    ended, _ = PortalSession.objects.filter(organization_id=organization, recipient_id=recipient).delete()
    return ended


def _rows(organization: OrganizationId | None, digest: bytes) -> Any:
    if organization is None:
        return StaffSession.objects.filter(key_digest=digest)
    return PortalSession.objects.filter(organization_id=organization, key_digest=digest)
