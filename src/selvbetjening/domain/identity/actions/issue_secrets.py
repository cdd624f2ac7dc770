"""Make a link's token and code at the moment its mail is posted; only their digests are kept (SEC-55, LG-07)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.ids import OrganizationId


def issue_secrets(
    organization: OrganizationId, *, link: UUID, at: datetime, links: QuerySet[Any], kind: str = ""
) -> Mapping[str, str] | None:
    """`token` and `code` for the mail; those of an earlier try of the same mail stop working.

    `links` are the rows that the link is one of, `kind` goes before the labels of its digests. None when the link is
    spent, voided or over its time meanwhile: the mail is not needed any more.
    """
    token, code = tokens.new_token(), tokens.new_code()
    with within(organization):
        issued = links.filter(
            organization_id=organization, id=link, spent_at__isnull=True, voided_at__isnull=True, expires_at__gt=at
        ).update(
            token_digest=keyed(organization, label=f"{kind}token", secret=token),
            code_digest=keyed(organization, label=f"{kind}code", secret=f"{link}:{code}"),
        )
    return {"token": token, "code": code} if issued else None
