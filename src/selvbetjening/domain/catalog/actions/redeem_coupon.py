"""Use a coupon once: the count of its uses, under a lock. The discount itself is the subscription's."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.catalog.events import CouponRedeemed
from selvbetjening.domain.catalog.models import Coupon
from selvbetjening.domain.catalog.rules.coupons import check_coupon
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def redeem_coupon(
    organization: OrganizationId, *, coupon: UUID, today: date, currency: str, actor: Actor, at: datetime
) -> None:
    """Count one use, in the transaction of the discount: of two at once for the last use, one is refused.

    Records `catalog.coupon_redeemed`. Raises `CouponRefused`, `Coupon.DoesNotExist`.
    """
    with within(organization):
        found = Coupon.objects.select_for_update(no_key=True).get(organization_id=organization, id=coupon)
        check_coupon(coupon=found.facts, today=today, currency=currency)
        found.used += 1
        found.save(update_fields=["used"])
        record(organization, fact=CouponRedeemed(coupon=coupon, used=found.used), actor=actor, at=at)
