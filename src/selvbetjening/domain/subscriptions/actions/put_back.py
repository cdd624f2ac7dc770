"""Put back what an act did beside a subscription's own row."""

from uuid import UUID

from django.db.models import F

from selvbetjening.domain.subscriptions.models import ScheduledChange, SubscriptionDiscount
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def put_back(
    organization: OrganizationId,
    *,
    subscription: UUID,
    planned: str | None,
    removed: str | None,
    discount: str | None,
) -> None:
    """Remove the change that was planned, let the one that was removed wait again, and end the discount unused.

    The ids are those of rows of the subscription, locked by the caller, who records the fact. A coupon stays used.
    """
    with within(organization):
        changes = ScheduledChange.objects.filter(organization_id=organization, subscription_id=subscription)
        if planned:
            changes.filter(id=planned, state="waiting").update(state="removed")
        if removed:
            changes.filter(id=removed, state="removed").update(state="waiting")
        if discount:
            mine = SubscriptionDiscount.objects.filter(organization_id=organization, subscription_id=subscription)
            mine.filter(id=discount).update(ends_on=F("starts_on"))
