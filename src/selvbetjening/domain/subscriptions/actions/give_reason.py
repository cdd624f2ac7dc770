"""Say why a subscription was cancelled: afterwards, freely, and as a code only (XB-43)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions import queries
from selvbetjening.domain.subscriptions.events import CancellationExplained
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def give_reason(
    organization: OrganizationId, *, account: UUID, subscription: UUID, reason: str, actor: Actor, at: datetime
) -> None:
    """Keep the reason's code in the book, and nowhere else. Records `CancellationExplained`.

    Raises `Refused` (`not_cancelled`) and `Subscription.DoesNotExist`.
    """
    with within(organization):
        found = queries.get(organization, account=account, subscription=subscription)
        if found.state not in (State.CANCELLED, State.ENDED):
            raise Refused("not_cancelled")
        fact = CancellationExplained(account=account, subscription=subscription, reason=reason)
        record(organization, fact=fact, actor=actor, at=at)
