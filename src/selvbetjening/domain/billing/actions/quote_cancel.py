"""Quote a cancellation."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.kernel.ids import OrganizationId


def quote_cancel(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    kind: str = "renewal",
    noticed_on: date | None = None,
    at: datetime,
) -> QuoteView:
    """When it would end and what is paid back: at the `renewal`, `today`, or with a full `refund` (SU-04).

    `noticed_on` is the day on which it came, for one that is registered later (CAN-5). Raises `Refused`
    (`already_cancelled`, `ended`, `kind_not_offered`, `committed`).
    """
    wish = Wish(act="cancel", kind=kind, noticed_on=noticed_on)
    return quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
