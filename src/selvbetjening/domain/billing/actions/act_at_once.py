"""Do an act without a preview: for the company's own system, which asks and knows (fenerum-api.md 8)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.confirm import Confirmed, confirm
from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules.quotes import QuoteStale
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def act_at_once(
    organization: OrganizationId,
    *,
    account: UUID,
    wish: Wish,
    actor: Actor,
    at: datetime,
    subscription: UUID | None = None,
) -> Confirmed:
    """Quote the act and do exactly that, in one transaction. Records what the act records.

    What is due is billed first; where that changes the offer, the fresh one is done. Raises what `quote_act` and
    `confirm` raise; then nothing was done.
    """
    with within(organization):
        quote = quote_act(organization, account=account, subscription=subscription, wish=wish, at=at)
        try:
            return confirm(organization, account=account, quote=quote.id, actor=actor, at=at)
        except QuoteStale as stale:
            return confirm(organization, account=account, quote=stale.fresh.id, actor=actor, at=at)
