"""Payment links: found by the digest of what the address carries (PY-01, SEC-55)."""

from uuid import UUID

from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.payments.models import PaymentLink as PaymentLink
from selvbetjening.kernel.ids import OrganizationId


def by_token(organization: OrganizationId, *, token: str) -> PaymentLink | None:
    """The company's link with this token; None for any other text, another company's token too (SEC-19)."""
    digest = token_digest(organization, token=token)
    return PaymentLink.objects.filter(organization_id=organization, token_digest=digest).first()


def token_digest(organization: OrganizationId, *, token: str) -> bytes:
    """What is kept of a token."""
    return keyed(organization, label="payment_link", secret=token)


def sealing_purpose(organization: OrganizationId, *, link: UUID) -> str:
    """What this link's token is sealed for: no other row, and no other company, can use it."""
    return f"{organization}:payments.payment_link:token:{link}"
