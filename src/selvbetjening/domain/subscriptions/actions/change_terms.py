"""Move a subscription to other terms at once."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.actions.remove_scheduled_change import remove_if_any
from selvbetjening.domain.subscriptions.events import SubscriptionChanged
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def change_terms(
    organization: OrganizationId, *, subscription: Subscription, terms: UUID, today: date, actor: Actor, at: datetime
) -> None:
    """Let the subscription, locked by the caller, be on `terms` from today; its renewal day stays (SU-03).

    A planned change is removed (SU-06). Records `SubscriptionChanged`. Raises `Refused` when it is not active.
    """
    with within(organization):
        mine = Subscription.objects.filter(organization_id=organization, id=subscription.id)
        if not mine.filter(state=State.ACTIVE).update(terms_id=terms):
            raise Refused(subscription.state)
        remove_if_any(organization, subscription=subscription, actor=actor, at=at)
        fact = SubscriptionChanged(
            account=subscription.account_id,
            subscription=subscription.id,
            from_terms=subscription.terms_id,
            to_terms=terms,
            quantity=subscription.quantity,
            effective_on=today,
        )
        record(organization, fact=fact, actor=actor, at=at)
