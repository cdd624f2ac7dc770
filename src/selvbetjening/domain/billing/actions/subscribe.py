"""Put an account on one plan and nothing else (fenerum-api.md 5: `subscribe`, T20)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.act_at_once import act_at_once
from selvbetjening.domain.billing.actions.confirm import Confirmed
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def subscribe(
    organization: OrganizationId,
    *,
    account: UUID,
    terms: UUID,
    quantity: int,
    method: str = "",
    actor: Actor,
    at: datetime,
) -> Confirmed:
    """End every other subscription of the account today, its unused days credited, and start this one at once.

    One that was cancelled before ends as it was going to. All of it or nothing, and one call for an account at a time.
    Raises what the acts raise (`committed` among it).
    """
    with within(organization):
        one_at_a_time(organization, what=f"subscribe {account}")
        # Every other act has its subscription before it asks for the account: the other way round they would block.
        subscriptions.lock_all(organization, account=account)
        for other in subscriptions.of_account(organization, account=account):
            if other.state in (State.ACTIVE, State.PAUSED):
                ending = Wish(act="cancel", kind="today", by_integration=True)
                act_at_once(organization, account=account, subscription=other.id, wish=ending, actor=actor, at=at)
        starting = Wish(act="start", terms=terms, quantity=quantity, by_integration=True, method=method)
        return act_at_once(organization, account=account, wish=starting, actor=actor, at=at)
