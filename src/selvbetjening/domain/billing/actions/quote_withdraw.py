"""Quote a withdrawal from the contract (WDR-1, WDR-8)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.kernel.ids import OrganizationId


def quote_withdraw(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    at: datetime,
) -> QuoteView:
    """What is paid back when the customer withdraws today. Raises `Refused` (`withdrawal_closed`, `ended`)."""
    wish = Wish(act="withdraw")
    return quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
