"""Take a planned change away."""

from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.events import ScheduledChangeRemoved
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def remove_if_any(organization: OrganizationId, *, subscription: Subscription, actor: Actor, at: datetime) -> bool:
    """Remove the change that waits for the subscription, locked by the caller, and say whether there was one.

    Records `ScheduledChangeRemoved` (SU-06).
    """
    with within(organization):
        waiting = ScheduledChange.objects.filter(
            organization_id=organization, subscription_id=subscription.id, state="waiting"
        ).first()
        if waiting is None:
            return False
        ScheduledChange.objects.filter(organization_id=organization, id=waiting.id).update(state="removed")
        fact = ScheduledChangeRemoved(
            account=subscription.account_id, subscription=subscription.id, to_terms=waiting.terms_id
        )
        record(organization, fact=fact, actor=actor, at=at)
    return True
