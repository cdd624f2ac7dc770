"""Start a subscription."""

from datetime import date, datetime, timedelta
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.events import SubscriptionStarted
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def start(
    organization: OrganizationId,
    *,
    account: UUID,
    terms: UUID,
    quantity: int,
    starts_on: date,
    actor: Actor,
    at: datetime,
    trial_days: int = 0,
    backward: bool = False,
    committed_until: date | None = None,
    contracted_on: date | None = None,
    own_price_minor: int | None = None,
) -> Subscription:
    """Make a subscription that runs from `starts_on` and bills nothing yet; in a quantity of none it costs nothing.

    `starts_on`, or the day after a trial, is the first day to be billed, and its day of the month the one it renews
    on. What is billed elsewhere is brought in (`bring_in`). Records `SubscriptionStarted`. Raises `Refused`.
    """
    if quantity < 0:
        raise Refused("quantity")
    first = starts_on + timedelta(days=trial_days)
    with within(organization):
        made = Subscription.objects.create(
            organization_id=organization,
            account_id=account,
            terms_id=terms,
            quantity=quantity,
            started_on=starts_on,
            anchor_day=first.day,
            period_starts_on=starts_on,
            renews_on=first,
            contracted_on=contracted_on, committed_until=committed_until, own_price_minor=own_price_minor,
            trial_ends_on=first if trial_days else None,
            charged_until=first if trial_days and backward else None,
            created_at=at,
        )  # fmt: skip
        record(organization, fact=_started(made), actor=actor, at=at)
    return made


def _started(made: Subscription) -> SubscriptionStarted:
    return SubscriptionStarted(
        account=made.account_id,
        subscription=made.id,
        terms=made.terms_id,
        quantity=made.quantity,
        starts_on=made.started_on,
    )
