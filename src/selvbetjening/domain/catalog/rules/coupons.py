"""Whether a coupon can be used, and what it takes off (SubscriptionDiscount is the engine's). Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from selvbetjening.kernel.money import Money

Fault = Literal["coupon_unknown", "coupon_not_yet", "coupon_expired", "coupon_used_up", "coupon_currency"]


class CouponRefused(Exception):
    """The coupon cannot be used; `reason` is a code that the door puts into words."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CouponFacts:
    """A coupon as it stands: valid from the first day up to, not including, `valid_until`."""

    amount: Money | None
    valid_from: date | None
    valid_until: date | None
    max_uses: int | None
    used: int


def check_coupon(*, coupon: CouponFacts, today: date, currency: str) -> None:
    """Whether the coupon may be used on this day for something in this currency. Raises `CouponRefused`.

    A coupon in per cent is good for every currency, one of an amount for its own only.
    """
    if coupon.valid_from and today < coupon.valid_from:
        raise CouponRefused("coupon_not_yet")
    if coupon.valid_until and today >= coupon.valid_until:
        raise CouponRefused("coupon_expired")
    if coupon.max_uses is not None and coupon.used >= coupon.max_uses:
        raise CouponRefused("coupon_used_up")
    if coupon.amount and coupon.amount.currency != currency:
        raise CouponRefused("coupon_currency")


def fold(*, code: str) -> str:
    """A coupon's code as it is kept and looked up: capitals, without blanks."""
    return "".join(code.split()).upper()
