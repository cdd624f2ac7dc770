"""Which coupons an account has used."""

from uuid import UUID

from django.db.models import F, Q

from selvbetjening.domain.subscriptions.models import SubscriptionDiscount
from selvbetjening.kernel.ids import OrganizationId


def has_used(organization: OrganizationId, *, account: UUID, coupon: UUID) -> bool:
    """Whether a discount of the account came from the coupon; one that was dropped holds for no day."""
    found = SubscriptionDiscount.objects.filter(
        organization_id=organization, subscription__account_id=account, coupon_id=coupon
    )
    return found.filter(Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))).exists()
