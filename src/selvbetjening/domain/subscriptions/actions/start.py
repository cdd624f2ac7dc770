"""Start a subscription."""

from datetime import date, datetime
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
    renews_on: date | None = None,
    anchor_day: int | None = None,
) -> Subscription:
    """Make a subscription that runs from `starts_on`; nothing is billed here.

    `renews_on` is the first day that is still to be billed: later than `starts_on` for one that is taken over from
    another system, where the days before it are billed already. `anchor_day` (1-31) is the wanted day of the month,
    `starts_on`'s own unless given. Records `SubscriptionStarted`. Raises `Refused` (`quantity`).
    """
    if quantity < 1:
        raise Refused("quantity")
    with within(organization):
        made = Subscription.objects.create(
            organization_id=organization,
            account_id=account,
            terms_id=terms,
            quantity=quantity,
            started_on=starts_on,
            anchor_day=anchor_day or starts_on.day,
            period_starts_on=starts_on,
            renews_on=renews_on or starts_on,
            created_at=at,
        )
        fact = SubscriptionStarted(
            account=account, subscription=made.id, terms=terms, quantity=quantity, starts_on=starts_on
        )
        record(organization, fact=fact, actor=actor, at=at)
    return made
