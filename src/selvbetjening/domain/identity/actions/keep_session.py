"""Keep, renew and end sessions, by digest. How long a session lives is the door's rule (`portals.sessions`)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.identity.models import PortalSession, StaffSession
from selvbetjening.domain.identity.queries import IDENTITY, RECIPIENT, VIEWING, session_rows
from selvbetjening.kernel.ids import OrganizationId


def add(
    organization: OrganizationId | None, *, digest: bytes, data: dict[str, Any], at: datetime, begun_at: datetime
) -> None:
    """A new session; one that goes on under a new key began earlier."""
    if organization is None:
        StaffSession.objects.create(key_digest=digest, data=data, created_at=begun_at, last_seen_at=at)
        return
    PortalSession.objects.create(
        organization_id=organization,
        key_digest=digest,
        recipient_id=data.get(RECIPIENT),
        identity_id=data.get(IDENTITY),
        data=data,
        created_at=begun_at,
        last_seen_at=at,
    )


def replace(organization: OrganizationId | None, *, digest: bytes, data: dict[str, Any]) -> None:
    """New data for a session that still exists. One that was ended meanwhile stays ended."""
    values: dict[str, Any] = {"data": data}
    if organization is not None:
        values["recipient_id"] = data.get(RECIPIENT)
        values["identity_id"] = data.get(IDENTITY)
    session_rows(organization, digest=digest).update(**values)


def seen(organization: OrganizationId | None, *, digest: bytes, at: datetime) -> None:
    """The browser came by; the idle time starts anew."""
    session_rows(organization, digest=digest).update(last_seen_at=at)


def remove(organization: OrganizationId | None, *, digest: bytes) -> None:
    """End one session."""
    session_rows(organization, digest=digest).delete()


def remove_of_recipient(organization: OrganizationId, *, recipient: UUID) -> int:
    """End every session of a recipient and return how many there were."""
    ended, _ = PortalSession.objects.filter(organization_id=organization, recipient_id=recipient).delete()
    return ended


def remove_of_identity(organization: OrganizationId, *, identity: UUID) -> int:
    """End every session of a proven mailbox, whatever account it has chosen, and return how many there were."""
    ended, _ = PortalSession.objects.filter(organization_id=organization, identity_id=identity).delete()
    return ended


def spend(organization: OrganizationId, *, digest: bytes) -> bool:
    """End a session that only waits to be taken over; False when somebody was faster."""
    ended, _ = PortalSession.objects.filter(organization_id=organization, key_digest=digest).delete()
    return bool(ended)


def remove_of_viewer(organization: OrganizationId, *, membership: UUID) -> int:
    """End every visit in which this user of the company looks at the portal as a customer (CM-12, SEC-28)."""
    mine = {f"data__{VIEWING}__actor_kind": "user", f"data__{VIEWING}__actor_id": str(membership)}
    ended, _ = PortalSession.objects.filter(organization_id=organization, **mine).delete()
    return ended
