"""Quote a new subscription like one that has ended (XB-16)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.kernel.ids import OrganizationId


def quote_resubscribe(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    coupon: str = "",
    at: datetime,
) -> QuoteView:
    """What it costs to begin anew on the terms of the ended one, as they are today.

    Raises `Refused` (`not_ended`, `plan_not_offered`, `quantity…`, `coupon_…`).
    """
    wish = Wish(act="resubscribe", coupon=coupon)
    return quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
