"""Quote a move to other terms, to another quantity, or both."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.kernel.ids import OrganizationId


def quote_change(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    terms: UUID | None = None,
    quantity: int | None = None,
    at: datetime,
) -> QuoteView:
    """What it costs to move to these terms or to this quantity, and when it takes effect (SU-02, XB-08, XB-21).

    Raises `Refused` (`cancelled`, `ended`, `paused`, `same_terms`, `already_scheduled`, `other_currency`,
    `plan_not_offered`, `move_not_allowed`, `cool_down`, `quantity…`) and `Subscription.DoesNotExist`.
    """
    wish = Wish(act="change", terms=terms, quantity=quantity)
    return quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
