"""Make an API user: with one, and the rest in order, the portal opens (SB-07)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.events import ApiUserCreated
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class CreatedApiUser:
    """The new API user. `token` is shown this once; only its digest is kept."""

    id: UUID
    token: str


def create_api_user(organization: OrganizationId, *, name: str, actor: Actor, at: datetime) -> CreatedApiUser:
    """Records `identity.api_user_created`. Raises IntegrityError when the name is taken in the organization."""
    token = tokens.new_token()
    with within(organization):
        made = ApiUser.objects.create(
            organization_id=organization,
            name=name,
            token_digest=keyed(organization, label="api_user", secret=token),
            created_at=at,
        )
        record(organization, fact=ApiUserCreated(api_user=made.id), actor=actor, at=at)
    return CreatedApiUser(made.id, token)
