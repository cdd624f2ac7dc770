"""Quote the use of a coupon."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.kernel.ids import OrganizationId


def quote_coupon(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    code: str,
    at: datetime,
) -> QuoteView:
    """What the coupon takes off, from the next days that are not billed yet.

    Raises `Refused` (`coupon_…`, `cancelled`, `ended`, `paused`).
    """
    wish = Wish(act="coupon", coupon=code)
    return quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
