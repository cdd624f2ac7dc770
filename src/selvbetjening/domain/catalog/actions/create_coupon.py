"""Make a coupon."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from selvbetjening.domain.catalog.actions.create_plan import CodeTaken
from selvbetjening.domain.catalog.events import CouponCreated
from selvbetjening.domain.catalog.models import Coupon
from selvbetjening.domain.catalog.rules.coupons import fold
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class CouponTerms:
    """What a coupon takes off: a share in hundredths of a per cent, or an amount excl. VAT each period; one of the two.

    For so many periods (None: for good), between two days (the second not included), so many times (None: no limit).
    An account uses it once unless `repeats`.
    """

    percent_basis_points: int | None = None
    amount: Money | None = None
    periods: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    max_uses: int | None = None
    repeats: bool = False

    def __post_init__(self) -> None:
        if (self.percent_basis_points is None) == (self.amount is None):
            raise ValueError("a share or an amount, one of the two")


def create_coupon(
    organization: OrganizationId, *, code: str, coupon: CouponTerms, actor: Actor, at: datetime
) -> Coupon:
    """Make the coupon; its code is kept in capitals and found however it is typed.

    Records `catalog.coupon_created`. Raises `CodeTaken`.
    """
    folded = fold(code=code)
    with within(organization):
        try:
            with transaction.atomic():
                made = Coupon.objects.create(
                    organization_id=organization,
                    code=folded,
                    percent_basis_points=coupon.percent_basis_points,
                    amount_minor=coupon.amount.minor if coupon.amount else None,
                    currency=coupon.amount.currency if coupon.amount else "",
                    periods=coupon.periods,
                    valid_from=coupon.valid_from,
                    valid_until=coupon.valid_until,
                    max_uses=coupon.max_uses,
                    repeats=coupon.repeats,
                )
        except IntegrityError as error:
            if "coupon_code" not in str(error):
                raise
            raise CodeTaken(folded) from None
        record(organization, fact=CouponCreated(coupon=made.id, code=folded), actor=actor, at=at)
    return made
