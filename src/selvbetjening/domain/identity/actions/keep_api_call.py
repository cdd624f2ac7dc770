"""Write down which client made a call, and for which of its users (X-Client-System, X-User)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.identity.models import ApiCall
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def keep_api_call(
    organization: OrganizationId,
    *,
    api_user: UUID,
    token: UUID,
    reference: str,
    method: str,
    route: str,
    status: int,
    client_system: str,
    caller: str,
    at: datetime,
) -> None:
    """One row for a call that changed something; its events carry the same `reference` (`kernel.actors`)."""
    with within(organization, savepoint=False):
        ApiCall.objects.create(
            organization_id=organization, api_user_id=api_user, token_id=token, reference=reference, method=method,
            route=route[:120], status=status, client_system=client_system[:80], caller=caller[:120], at=at,
        )  # fmt: skip
