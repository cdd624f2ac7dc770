"""Cancel a subscription at the end of its period."""

from datetime import date, datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.actions.remove_scheduled_change import remove_if_any
from selvbetjening.domain.subscriptions.events import SubscriptionCancelled
from selvbetjening.domain.subscriptions.lifecycle import LIFECYCLE, State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused, cancel_end, current_period
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def cancel(
    organization: OrganizationId, *, subscription: Subscription, today: date, actor: Actor, at: datetime
) -> date:
    """Let the subscription, locked by the caller and with its terms, end with the present period (SU-04).

    A planned change is removed: cancelling always wins (SU-06). Records `SubscriptionCancelled` and returns the
    first day on which it does not run. Raises `Refused` (`already_cancelled`, `ended`).
    """
    current = current_period(
        period_starts_on=subscription.period_starts_on,
        renews_on=subscription.renews_on,
        interval=subscription.terms.interval,
        anchor_day=subscription.anchor_day,
        today=today,
    )
    ends_on = cancel_end(state=subscription.state, renews_on=subscription.renews_on, current=current)
    with within(organization):
        moved = Subscription.objects.filter(
            organization_id=organization, id=subscription.id, state__in=LIFECYCLE.sources("cancel")
        ).update(state=LIFECYCLE.after(State.ACTIVE, "cancel"), ends_on=ends_on)
        if not moved:
            raise Refused("already_cancelled")
        remove_if_any(organization, subscription=subscription, actor=actor, at=at)
        fact = SubscriptionCancelled(account=subscription.account_id, subscription=subscription.id, ends_on=ends_on)
        record(organization, fact=fact, actor=actor, at=at)
    return ends_on
