"""Plan a change for a subscription's next period."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.actions.remove_scheduled_change import remove_if_any
from selvbetjening.domain.subscriptions.events import ChangeScheduled
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def schedule_change(
    organization: OrganizationId,
    *,
    subscription: Subscription,
    terms: UUID,
    quantity: int,
    effective_on: date,
    own_price_minor: int | None = None,
    at_day: bool = False,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let the subscription, locked by the caller, move with the period that starts on `effective_on`; the plan's id.

    `own_price_minor` is its own price of a unit on the terms that it moves to. With `at_day` it moves on that very day
    (`billing.actions.carry_out`). The new plan replaces an older one (SU-06). Records `ChangeScheduled`.
    """
    with within(organization):
        remove_if_any(organization, subscription=subscription, actor=actor, at=at)
        made = ScheduledChange.objects.create(
            organization_id=organization,
            subscription_id=subscription.id,
            terms_id=terms,
            quantity=quantity,
            own_price_minor=own_price_minor,
            effective_on=effective_on,
            at_day=at_day,
            created_at=at,
        )
        fact = ChangeScheduled(
            account=subscription.account_id,
            subscription=subscription.id,
            to_terms=terms,
            quantity=quantity,
            effective_on=effective_on,
        )
        record(organization, fact=fact, actor=actor, at=at)
    return made.id
