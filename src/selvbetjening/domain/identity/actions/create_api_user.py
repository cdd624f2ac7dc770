"""Make an API user: with one, and the rest in order, the portal opens (SB-07)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.api_tokens import issue_token
from selvbetjening.domain.identity.events import ApiUserCreated
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class CreatedApiUser:
    """The new API user. `token` is shown this once; only its digest is kept."""

    id: UUID
    token: str


def create_api_user(
    organization: OrganizationId,
    *,
    name: str,
    actor: Actor,
    at: datetime,
    rights: Collection[str] | None = None,
    read_only: bool = False,
    expires_at: datetime | None = None,
) -> CreatedApiUser:
    """The API user with its first token; it may everything, unless `rights` say less.

    Records `identity.api_user_created` and `identity.api_token_issued`. Raises IntegrityError when the name is taken
    in the organization.
    """
    with within(organization):
        made = ApiUser.objects.create(
            organization_id=organization,
            name=name,
            rights=None if rights is None else sorted(rights),
            created_at=at,
        )
        record(organization, fact=ApiUserCreated(api_user=made.id), actor=actor, at=at)
        issued = issue_token(
            organization, api_user=made.id, read_only=read_only, expires_at=expires_at, actor=actor, at=at
        )
    return CreatedApiUser(made.id, issued.token)
