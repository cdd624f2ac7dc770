"""Quote a pause (XB-12)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.kernel.ids import OrganizationId


def quote_pause(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    until: date | None = None,
    at: datetime,
) -> QuoteView:
    """What is given back when the subscription pauses from today; it is taken up again on `until`, or by hand.

    Raises `Refused` (`cancelled`, `ended`, `paused`, `not_begun`, `committed`, `pause_until`, `pause_too_long`).
    """
    wish = Wish(act="pause", until=until)
    return quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
