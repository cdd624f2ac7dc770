"""End a subscription here because another system goes on with it (CM-13)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.subscriptions.actions.amend import Standing, amend
from selvbetjening.domain.subscriptions.actions.remove_scheduled_change import remove_if_any
from selvbetjening.domain.subscriptions.events import SubscriptionHandedOver
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def hand_over(organization: OrganizationId, *, subscription: UUID, actor: Actor, at: datetime) -> date:
    """Its last day is the one before the first that is not billed here; the day from which the other side bills.

    Nobody cancelled: no mail, no legal act, no credit. A planned change goes with it. Records
    `subscriptions.handed_over`. Raises what `amend` raises.
    """
    with within(organization):
        mine = Subscription.objects.select_for_update().get(organization_id=organization, id=subscription)
        remove_if_any(organization, subscription=mine, actor=actor, at=at)
        ends_on = min(mine.renews_on, mine.ends_on or mine.renews_on)  # what ends earlier is not prolonged by going
        standing = replace(Standing.of(mine), state="cancelled", ends_on=ends_on)
        fact = SubscriptionHandedOver(account=mine.account_id, subscription=mine.id, ends_on=ends_on)
        verb = "cancel" if mine.state == "active" else ""
        amend(organization, subscription=mine, standing=standing, verb=verb, facts=[fact], actor=actor, at=at)
    return mine.renews_on
