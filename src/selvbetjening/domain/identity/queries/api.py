"""What may be asked about API users, their tokens and their calls."""

from collections.abc import Collection
from uuid import UUID

from selvbetjening.domain.identity.models import ApiCall
from selvbetjening.domain.identity.models import ApiToken as ApiToken
from selvbetjening.domain.identity.models import ApiUser as ApiUser
from selvbetjening.kernel.ids import OrganizationId


def api_user_with(organization: OrganizationId, *, api_user: UUID) -> ApiUser | None:
    """One API user of the organization."""
    return ApiUser.objects.filter(organization_id=organization, id=api_user).first()


def tokens_of(organization: OrganizationId, *, api_users: Collection[UUID]) -> dict[UUID, list[ApiToken]]:
    """The tokens of each API user, the newest first; revoked and expired ones too."""
    found = ApiToken.objects.filter(organization_id=organization, api_user_id__in=api_users)
    mine: dict[UUID, list[ApiToken]] = {}
    for token in found.order_by("-created_at", "id"):
        mine.setdefault(token.api_user_id, []).append(token)
    return mine


def issuer_of(organization: OrganizationId, *, api_token: UUID) -> UUID | None:
    """The membership that made this token; None for one that the operator or the command line made."""
    found = ApiToken.objects.filter(organization_id=organization, id=api_token)
    issuer: UUID | None = found.values_list("issued_by_id", flat=True).first()
    return issuer


def issuers_of(organization: OrganizationId, *, api_user: UUID) -> set[UUID]:
    """The memberships that made any token of this API user, revoked or not: each has seen one (SEC-32)."""
    found = ApiToken.objects.filter(organization_id=organization, api_user_id=api_user).exclude(issued_by_id=None)
    return {each for each in found.values_list("issued_by_id", flat=True) if each is not None}


def calls_with(organization: OrganizationId, *, references: Collection[str]) -> dict[str, ApiCall]:
    """The calls behind these references of events: which client it was, and for which of its users."""
    found = ApiCall.objects.filter(organization_id=organization, reference__in=references)
    return {call.reference: call for call in found}
