"""End discounts as if they had never been given."""

from uuid import UUID

from django.db.models import F, Q

from selvbetjening.domain.subscriptions.models import SubscriptionDiscount
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def drop_discounts(organization: OrganizationId, *, subscription: UUID, only: str | None = None) -> list[UUID]:
    """Let the subscription's discounts, or `only` this one, hold for no day, and return the coupons they came from.

    The subscription is locked by the caller, who records the fact. Twice the same returns nothing the second time.
    """
    with within(organization):
        mine = SubscriptionDiscount.objects.filter(organization_id=organization, subscription_id=subscription)
        mine = mine.filter(Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), **({"id": only} if only else {}))
        coupons = [coupon for coupon in mine.values_list("coupon_id", flat=True) if coupon]
        mine.update(ends_on=F("starts_on"))
    return coupons
