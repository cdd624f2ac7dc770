"""What may be asked about identities."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Subquery

from selvbetjening.domain.identity.models import ApiUser, PortalSession, StaffSession
from selvbetjening.domain.organizations.models import Logo, Organization
from selvbetjening.kernel.ids import OrganizationId

#: The key in a session's data under which the logged-in recipient's id stands.
RECIPIENT: Final = "recipient"
#: The feature that opens the customer portal (SB-06).
SELF_SERVICE = "self_service"


@dataclass(frozen=True)
class PortalFacts:
    """An organization, and whether it has an API user (SB-07); one query, asked at every request (LG-14)."""

    organization: Organization
    has_api_user: bool
    logo: str
    """Digest of the logo's bytes, empty when there is none."""


def portal_facts(organization: OrganizationId) -> PortalFacts | None:
    """The organization with what its gate needs, or None when it is not there."""
    users = ApiUser.objects.filter(organization_id=OuterRef("id"))
    logos = Logo.objects.filter(organization_id=OuterRef("id")).values("sha256")[:1]
    found = (
        Organization.objects.filter(id=organization)
        .annotate(has_api_user=Exists(users), logo_sha256=Subquery(logos))
        .first()
    )
    return None if found is None else PortalFacts(found, bool(found.has_api_user), found.logo_sha256 or "")


@dataclass(frozen=True)
class SessionRow:
    """A session as the doors see it."""

    data: dict[str, Any]
    created_at: datetime
    last_seen_at: datetime


def session(organization: OrganizationId | None, *, digest: bytes) -> SessionRow | None:
    """The session with this digest, alive or not; without an organization one of the operator's."""
    rows = session_rows(organization, digest=digest)
    found = rows.values_list("data", "created_at", "last_seen_at").first()
    return None if found is None else SessionRow(*found)


def session_rows(organization: OrganizationId | None, *, digest: bytes) -> Any:
    """The queryset of at most one session."""
    if organization is None:
        return StaffSession.objects.filter(key_digest=digest)
    return PortalSession.objects.filter(organization_id=organization, key_digest=digest)
