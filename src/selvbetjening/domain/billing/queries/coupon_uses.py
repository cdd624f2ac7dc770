"""Which coupons an account has used, and what one that it wants to use gives."""

from datetime import date
from uuid import UUID

from django.db.models import F, Q

from selvbetjening.domain.billing.rules.facts import CouponWish, TermsFacts
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.rules.coupons import CouponRefused, check_coupon
from selvbetjening.domain.subscriptions.models import SubscriptionDiscount
from selvbetjening.kernel.ids import OrganizationId


def has_used(organization: OrganizationId, *, account: UUID, coupon: UUID) -> bool:
    """Whether a discount of the account came from the coupon; one that was dropped holds for no day."""
    found = SubscriptionDiscount.objects.filter(
        organization_id=organization, subscription__account_id=account, coupon_id=coupon
    )
    return found.filter(Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))).exists()


def wished(
    organization: OrganizationId, *, code: str, account: UUID, today: date, terms: TermsFacts | None
) -> CouponWish | None:
    """What the coupon gives on these terms, or why nothing; None without a code."""
    if not code:
        return None
    try:
        found = catalog.coupon(organization, code=code)
    except CouponRefused as refused:
        return CouponWish(UUID(int=0), code, None, None, None, refused.reason)
    reason = ""
    try:
        check_coupon(coupon=found.facts, today=today, currency=terms.currency if terms else "")
    except CouponRefused as refused:
        reason = refused.reason
    if not found.repeats and has_used(organization, account=account, coupon=found.id):
        reason = "coupon_had"
    return CouponWish(
        found.id, found.code, found.percent_basis_points, found.amount, found.periods, reason, found.repeats
    )
