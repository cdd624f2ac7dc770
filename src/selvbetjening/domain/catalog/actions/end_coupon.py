"""Let a coupon be used no more; who has used it keeps the discount."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.catalog.events import CouponEnded
from selvbetjening.domain.catalog.models import Coupon
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def end_coupon(organization: OrganizationId, *, coupon: UUID, today: date, actor: Actor, at: datetime) -> None:
    """End the coupon before `today` begins. Records `catalog.coupon_ended`, once. Raises `Coupon.DoesNotExist`."""
    with within(organization):
        found = Coupon.objects.select_for_update(no_key=True).get(organization_id=organization, id=coupon)
        if found.valid_until is None or found.valid_until > today:
            found.valid_until = today
            found.save(update_fields=["valid_until"])
            record(organization, fact=CouponEnded(coupon=coupon, ended_on=today), actor=actor, at=at)
