"""Give a subscription its own price of a unit, or take that off (fenerum-api.md 8: `custom_price`)."""

from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.events import SubscriptionPriced
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_own_price(
    organization: OrganizationId, *, subscription: Subscription, minor: int | None, actor: Actor, at: datetime
) -> bool:
    """Let the subscription, locked by the caller, cost so much a unit excl. VAT, in minor units; whether it is other.

    For what is not billed yet; None is the price of its terms again. Records `SubscriptionPriced` where it changed.
    """
    before = subscription.own_price_minor
    if before == minor:
        return False
    with within(organization):
        Subscription.objects.filter(organization_id=organization, id=subscription.id).update(own_price_minor=minor)
        fact = SubscriptionPriced(
            account=subscription.account_id, subscription=subscription.id, before_minor=before, after_minor=minor
        )
        record(organization, fact=fact, actor=actor, at=at)
    return True
