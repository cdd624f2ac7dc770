"""Quote taking a cancellation back."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.kernel.ids import OrganizationId


def quote_reactivate(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    at: datetime,
) -> QuoteView:
    """What follows when the cancellation is taken back. Raises `Refused` (`not_cancelled`, `ended`, `end_reached`)."""
    wish = Wish(act="reactivate")
    return quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
