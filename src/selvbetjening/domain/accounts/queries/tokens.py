"""Customers' tokens: whose, and which of them open something (CM-09)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.accounts.models import CustomerToken as CustomerToken
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.kernel.ids import OrganizationId


def digest_of(organization: OrganizationId, *, token: str) -> bytes:
    """What the table keeps of a token (SEC-55)."""
    return keyed(organization, label="customer_token", secret=token)


def tokens_of(organization: OrganizationId, *, recipient: UUID, kind: str, at: datetime) -> list[CustomerToken]:
    """The recipient's living tokens of a kind, the newest first."""
    alive = Q(expires_at=None) | Q(expires_at__gt=at)
    mine = CustomerToken.objects.filter(alive, organization_id=organization, recipient_id=recipient, revoked_at=None)
    return list(mine.filter(kind=kind))


def token_with(organization: OrganizationId, *, token: str, kind: str, at: datetime) -> CustomerToken | None:
    """The living token with this secret, with its recipient and account."""
    alive = Q(expires_at=None) | Q(expires_at__gt=at)
    rows = CustomerToken.objects.filter(alive, organization_id=organization, kind=kind, revoked_at=None)
    return rows.filter(digest=digest_of(organization, token=token)).select_related("recipient__account").first()
