"""Give a subscription a discount."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.events import SubscriptionDiscounted
from selvbetjening.domain.subscriptions.models import SubscriptionDiscount
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def discount(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    coupon: UUID,
    percent_basis_points: int | None,
    amount_minor: int | None,
    starts_on: date,
    ends_on: date | None,
    actor: Actor,
    at: datetime,
) -> SubscriptionDiscount:
    """Take so much off each period of the subscription, locked by the caller, by days (SU-05).

    Records `SubscriptionDiscounted`. The coupon's use is counted by `catalog.actions.redeem_coupon`.
    """
    with within(organization):
        made = SubscriptionDiscount.objects.create(
            organization_id=organization,
            subscription_id=subscription,
            coupon_id=coupon,
            percent_basis_points=percent_basis_points,
            amount_minor=amount_minor,
            starts_on=starts_on,
            ends_on=ends_on,
            created_at=at,
        )
        fact = SubscriptionDiscounted(
            account=account, subscription=subscription, coupon=coupon, starts_on=starts_on, ends_on=ends_on
        )
        record(organization, fact=fact, actor=actor, at=at)
    return made
