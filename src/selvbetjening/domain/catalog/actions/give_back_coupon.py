"""Take back one use of a coupon: what it was used for was undone."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.catalog.events import CouponGivenBack
from selvbetjening.domain.catalog.models import Coupon
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def give_back_coupon(organization: OrganizationId, *, coupon: UUID, actor: Actor, at: datetime) -> None:
    """Count one use less, in the transaction that ends the discount. Records `catalog.coupon_given_back`."""
    with within(organization):
        found = Coupon.objects.select_for_update(no_key=True).get(organization_id=organization, id=coupon)
        found.used = max(0, found.used - 1)
        found.save(update_fields=["used"])
        record(organization, fact=CouponGivenBack(coupon=coupon, used=found.used), actor=actor, at=at)
