"""Quote a new subscription."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.kernel.ids import OrganizationId


def quote_start(
    organization: OrganizationId,
    *,
    account: UUID,
    terms: UUID,
    quantity: int | None = None,
    coupon: str = "",
    starts_on: date | None = None,
    at: datetime,
) -> QuoteView:
    """What it costs to start on these terms, today or on a later day; the least quantity where none is named.

    Raises `Refused` (`plan_not_offered`, `quantity…`, `starts_…`, `coupon_…`), `PlanTerms.DoesNotExist` and
    `Account.DoesNotExist`, like every quote. A quote changes nothing and is no fact of the book.
    """
    wish = Wish(act="start", terms=terms, quantity=quantity, coupon=coupon, starts_on=starts_on)
    return quote_act(organization, account=account, wish=wish, at=at)
