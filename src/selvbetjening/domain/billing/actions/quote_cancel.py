"""Quote a cancellation."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import store_quote
from selvbetjening.domain.billing.queries.facts import facts_of
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def quote_cancel(organization: OrganizationId, *, account: UUID, subscription: UUID, at: datetime) -> QuoteView:
    """When the subscription would end (SU-04). Raises `Refused` (`already_cancelled`, `ended`)."""
    with within(organization):
        mine = subscriptions.get(organization, account=account, subscription=subscription)
        facts = facts_of(organization, act="cancel", account=account, subscription=mine, today=copenhagen_day(at))
        return store_quote(organization, facts=facts, at=at)
