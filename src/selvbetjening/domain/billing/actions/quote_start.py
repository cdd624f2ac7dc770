"""Quote a new subscription."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.store_quote import store_quote
from selvbetjening.domain.billing.queries.facts import facts_of
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def quote_start(
    organization: OrganizationId, *, account: UUID, terms: UUID, at: datetime, quantity: int = 1
) -> QuoteView:
    """What it costs to start on these terms today. Raises `Refused` (`plan_not_offered`, `quantity`).

    Raises `PlanTerms.DoesNotExist` and `Account.DoesNotExist` too, like every quote. A quote changes nothing and is
    no fact of the book.
    """
    with within(organization):
        facts = facts_of(
            organization, act="start", account=account, terms=terms, quantity=quantity, today=copenhagen_day(at)
        )
        return store_quote(organization, facts=facts, at=at)
