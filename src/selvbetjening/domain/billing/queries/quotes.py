"""Read a stored quote."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.billing.rules.quotes import QuoteView, offer_from_json
from selvbetjening.kernel.ids import OrganizationId


def get_quote(organization: OrganizationId, *, account: UUID, quote: UUID) -> QuoteView:
    """The quote as it was shown, used, expired or not. Raises `Quote.DoesNotExist`."""
    row = Quote.objects.get(organization_id=organization, account_id=account, id=quote)
    return offer_from_json(content=row.content["offer"], id=row.id, valid_until=row.valid_until)


def promised(organization: OrganizationId, *, subscription: UUID, terms: UUID, at: datetime) -> QuoteView | None:
    """The quote by which the subscription was brought to these terms at this moment; None for an act without one."""
    done = Quote.objects.filter(organization_id=organization, subscription_id=subscription, used_at=at)
    for row in done.order_by("-created_at"):
        offer = offer_from_json(content=row.content["offer"], id=row.id, valid_until=row.valid_until)
        if offer.terms == terms:
            return offer
    return None
