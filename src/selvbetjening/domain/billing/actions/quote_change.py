"""Quote a move to other terms."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import store_quote
from selvbetjening.domain.billing.queries.facts import facts_of
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def quote_change(
    organization: OrganizationId, *, account: UUID, subscription: UUID, terms: UUID, at: datetime
) -> QuoteView:
    """What it costs to move to these terms: an upgrade today, a downgrade at the renewal (SU-02).

    Raises `Refused` (`cancelled`, `ended`, `same_terms`, `already_scheduled`, `other_currency`, `plan_not_offered`)
    and `Subscription.DoesNotExist`.
    """
    with within(organization):
        facts = facts_of(
            organization,
            act="change",
            account=account,
            subscription=subscriptions.get(organization, account=account, subscription=subscription),
            terms=terms,
            today=copenhagen_day(at),
        )
        return store_quote(organization, facts=facts, at=at)
