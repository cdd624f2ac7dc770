"""Take a cancellation back."""

from datetime import date, datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.events import SubscriptionReactivated
from selvbetjening.domain.subscriptions.lifecycle import LIFECYCLE, State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused, check_reactivate
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def reactivate(
    organization: OrganizationId, *, subscription: Subscription, today: date, actor: Actor, at: datetime
) -> None:
    """Let the cancelled subscription, locked by the caller, run on and renew on the day it always would have.

    Records `SubscriptionReactivated`. Raises `Refused` (`not_cancelled`, `ended`, `end_reached`).
    """
    check_reactivate(state=subscription.state, ends_on=subscription.ends_on, today=today)
    with within(organization):
        moved = Subscription.objects.filter(
            organization_id=organization, id=subscription.id, state__in=LIFECYCLE.sources("reactivate")
        ).update(state=LIFECYCLE.after(State.CANCELLED, "reactivate"), ends_on=None)
        if not moved:
            raise Refused("not_cancelled")
        fact = SubscriptionReactivated(
            account=subscription.account_id, subscription=subscription.id, renews_on=subscription.renews_on
        )
        record(organization, fact=fact, actor=actor, at=at)
