"""Tokens and rights of API users: give one more, take one back at once, say what they may."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.events import ApiTokenIssued, ApiTokenRevoked, ApiUserRightsSet
from selvbetjening.domain.identity.models import ApiToken, ApiUser
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.rules.api import token_text
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """The new token. `token` is shown this once; only its digest is kept."""

    id: UUID
    token: str


def issue_token(
    organization: OrganizationId,
    *,
    api_user: UUID,
    read_only: bool,
    expires_at: datetime | None,
    actor: Actor,
    at: datetime,
) -> IssuedToken:
    """One more token of the API user; the others stay. Records `identity.api_token_issued`.

    Raises `ApiUser.DoesNotExist`.
    """
    secret = tokens.new_token()
    with within(organization):
        holder = ApiUser.objects.select_for_update(no_key=True).get(organization_id=organization, id=api_user)
        made = ApiToken.objects.create(
            organization_id=organization,
            api_user=holder,
            digest=keyed(organization, label="api_token", secret=secret),
            ending=secret[-4:],
            is_read_only=read_only,
            issued_by_id=UUID(actor.id) if actor.kind == "user" else None,
            created_at=at,
            expires_at=expires_at,
        )
        fact = ApiTokenIssued(api_user=api_user, api_token=made.id, is_read_only=read_only)
        record(organization, fact=fact, actor=actor, at=at)
    return IssuedToken(made.id, token_text(organization=organization, secret=secret))


def revoke_token(organization: OrganizationId, *, api_token: UUID, actor: Actor, at: datetime) -> bool:
    """The token opens nothing from now on; whether it still did. Records `identity.api_token_revoked` once.

    Raises `ApiToken.DoesNotExist`.
    """
    with within(organization):
        found = ApiToken.objects.select_for_update().get(organization_id=organization, id=api_token)
        if found.revoked_at is not None:
            return False
        found.revoked_at = at
        found.save(update_fields=["revoked_at"])
        fact = ApiTokenRevoked(api_user=found.api_user_id, api_token=found.id)
        record(organization, fact=fact, actor=actor, at=at)
    return True


def set_rights(
    organization: OrganizationId, *, api_user: UUID, rights: Collection[str] | None, actor: Actor, at: datetime
) -> bool:
    """The API user may exactly this from the next call on, everything with None; whether that changed anything.

    Records `identity.api_user_rights_set`. Raises `ApiUser.DoesNotExist`.
    """
    wanted = None if rights is None else sorted(rights)
    with within(organization):
        found = ApiUser.objects.select_for_update().get(organization_id=organization, id=api_user)
        if found.rights == wanted:
            return False
        found.rights = wanted
        found.save(update_fields=["rights"])
        fact = ApiUserRightsSet(api_user=api_user, rights=tuple(wanted or ()), all_rights=wanted is None)
        record(organization, fact=fact, actor=actor, at=at)
    return True
