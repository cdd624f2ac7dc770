"""Let a call of an API user in: its token is known, and its minute is not spent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from selvbetjening.domain.identity.models import ApiToken
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.rules.api import LAST_USE, WINDOW, Budget
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id

# Each call asks this: as the text that it always is, since putting it together would take longer than asking it.
_FIND = """
    SELECT o.*, t.id AS token, t.api_user_id, t.is_read_only, t.last_used_at, u.rights
    FROM identity_apitoken t
    JOIN identity_apiuser u ON u.organization_id = t.organization_id AND u.id = t.api_user_id
    JOIN organizations_organization o ON o.id = t.organization_id
    WHERE t.organization_id = %(organization)s AND t.digest = %(digest)s AND t.revoked_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > %(at)s)
"""
_COUNT = """
    INSERT INTO identity_apibudget AS b (id, organization_id, api_user_id, window_starts_at, count)
    VALUES (%(id)s, %(organization)s, %(api_user)s, %(at)s, 1)
    ON CONFLICT (organization_id, api_user_id) DO UPDATE SET
        count = CASE WHEN b.window_starts_at > %(over)s AND b.window_starts_at < %(ahead)s THEN b.count + 1 ELSE 1 END,
        window_starts_at = CASE WHEN b.window_starts_at > %(over)s AND b.window_starts_at < %(ahead)s
                                THEN b.window_starts_at ELSE %(at)s END
    RETURNING count, window_starts_at
"""


@dataclass(frozen=True)
class Admitted:
    """Whose call it is: the organization with its settings, the API user, its token, and what is left of the minute."""

    organization: Organization
    api_user: UUID
    token: UUID
    rights: frozenset[str] | None
    is_read_only: bool
    budget: Budget


def admit_api_call(organization: OrganizationId, *, secret: str, per_minute: int, at: datetime) -> Admitted | None:
    """None for a token that is unknown, expired or revoked; whoever is over the minute is admitted and `exceeded`.

    Counts the call, and writes the token's last use down once a minute. Nothing is recorded in the book.
    """
    digest = keyed(organization, label="api_token", secret=secret)
    with within(organization, lasting=False):
        values = {"organization": organization, "digest": digest, "at": at}
        found: Any = next(iter(Organization.objects.raw(_FIND, values)), None)
        if found is None:
            return None
        if found.last_used_at is None or not found.last_used_at <= at < found.last_used_at + LAST_USE:
            ApiToken.objects.filter(organization_id=organization, id=found.token).update(last_used_at=at)
        budget = _counted(organization, found.api_user_id, per_minute, at)
    return Admitted(
        organization=found,
        api_user=found.api_user_id,
        token=found.token,
        rights=None if found.rights is None else frozenset(found.rights),
        is_read_only=found.is_read_only,
        budget=budget,
    )


def _counted(organization: OrganizationId, api_user: UUID, limit: int, at: datetime) -> Budget:
    values: dict[str, Any] = {
        "id": new_id(),
        "organization": organization,
        "api_user": api_user,
        "at": at,
        "over": at - WINDOW,
        # Of calls at the same moment one that read the clock earlier may be counted later: it begins no new minute.
        "ahead": at + WINDOW,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        count, began = cursor.fetchone()
    seconds = min(max(1, -int((at - began - WINDOW).total_seconds() // 1)), int(WINDOW.total_seconds()))
    return Budget(limit=limit, left=max(0, limit - count), seconds=seconds, exceeded=count > limit)
