"""Read a stored quote."""

from uuid import UUID

from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.billing.rules.quotes import QuoteView, offer_from_json
from selvbetjening.kernel.ids import OrganizationId


def get_quote(organization: OrganizationId, *, account: UUID, quote: UUID) -> QuoteView:
    """The quote as it was shown, used, expired or not. Raises `Quote.DoesNotExist`."""
    row = Quote.objects.get(organization_id=organization, account_id=account, id=quote)
    return offer_from_json(content=row.content["offer"], id=row.id, valid_until=row.valid_until)
