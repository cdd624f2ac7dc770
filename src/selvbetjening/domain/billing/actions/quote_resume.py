"""Quote taking a paused subscription up again (XB-12)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.queries.unpaid_pauses import waits_for_payment
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def quote_resume(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    at: datetime,
) -> QuoteView:
    """What the rest of the period costs from today. Raises `Refused` (`not_paused`, `unpaid`)."""
    with within(organization):
        mine = subscriptions.get(organization, account=account, subscription=subscription)
        if waits_for_payment(organization, subscription=mine):
            raise Refused("unpaid")
    wish = Wish(act="resume")
    return quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
