"""Delete an API user. When it was the last one, the portal closes with the next request (SB-07)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.events import ApiUserDeleted
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def delete_api_user(organization: OrganizationId, *, api_user: UUID, actor: Actor, at: datetime) -> None:
    """Records `identity.api_user_deleted`. Raises `ApiUser.DoesNotExist`."""
    with within(organization):
        ApiUser.objects.get(organization_id=organization, id=api_user).delete()
        record(organization, fact=ApiUserDeleted(api_user=api_user), actor=actor, at=at)
