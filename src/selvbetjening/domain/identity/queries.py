"""What may be asked about identities."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId

#: The feature that opens the customer portal (SB-06).
SELF_SERVICE = "self_service"


@dataclass(frozen=True)
class PortalFacts:
    """An organization, and whether it has an API user (SB-07); one query, asked at every request (LG-14)."""

    organization: Organization
    has_api_user: bool


def portal_facts(organization: OrganizationId) -> PortalFacts | None:
    """The organization with what its gate needs, or None when it is not there."""
    users = ApiUser.objects.filter(organization_id=OuterRef("id"))
    found = Organization.objects.filter(id=organization).annotate(has_api_user=Exists(users)).first()
    return None if found is None else PortalFacts(found, bool(found.has_api_user))
