"""Least, most and steps of a quantity (XB-11), and when a coupon can be used."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.catalog.rules.coupons import CouponFacts, CouponRefused, check_coupon, fold
from selvbetjening.domain.catalog.rules.quantities import Limits, QuantityRefused, check_quantity
from selvbetjening.kernel.money import Money

SEATS = Limits(minimum=5, maximum=50, step=5)


@pytest.mark.parametrize("quantity", [5, 10, 45, 50])
def test_allowed(quantity: int) -> None:
    """XB-11."""
    check_quantity(limits=SEATS, quantity=quantity)


@pytest.mark.parametrize(
    ("quantity", "reason", "nearest"),
    [
        (4, "quantity_minimum", 5),
        (-3, "quantity_minimum", 5),
        (51, "quantity_maximum", 50),
        (12, "quantity_step", 10),
        (13, "quantity_step", 15),
        (49, "quantity_step", 50),
    ],
)
def test_refused_with_a_way_out(quantity: int, reason: str, nearest: int) -> None:
    """XB-11: min, max and step, each named, with the nearest quantity that may be had."""
    with pytest.raises(QuantityRefused) as refused:
        check_quantity(limits=SEATS, quantity=quantity)
    assert (refused.value.reason, refused.value.nearest) == (reason, nearest)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 20), st.integers(-50, 200))
def test_the_nearest_is_allowed_and_none_is_nearer(minimum: int, more: int, step: int, wanted: int) -> None:
    """XB-11."""
    limits = Limits(minimum, minimum + more, step)
    nearest = limits.nearest(wanted)
    check_quantity(limits=limits, quantity=nearest)
    assert abs(nearest - wanted) == min(abs(one - wanted) for one in range(minimum, minimum + more + 1, step))


def test_one_quantity_leaves_nothing_to_choose() -> None:
    assert Limits(1, 1).is_fixed
    assert Limits(5, 9, 5).is_fixed
    assert not Limits(5, 10, 5).is_fixed
    assert not Limits().is_fixed


@pytest.mark.parametrize("values", [(0, None, 1), (1, None, 0), (5, 4, 1)])
def test_limits_that_are_none(values: tuple[int, int | None, int]) -> None:
    with pytest.raises(ValueError, match="count from one"):
        Limits(*values)


def coupon(**values: object) -> CouponFacts:
    known: dict[str, object] = {"amount": None, "valid_from": None, "valid_until": None, "max_uses": None, "used": 0}
    return CouponFacts(**(known | values))  # type: ignore[arg-type]


DAY = date(2026, 3, 29)


@pytest.mark.parametrize(
    "good",
    [
        coupon(),
        coupon(valid_from=DAY),
        coupon(valid_until=date(2026, 3, 30)),
        coupon(max_uses=3, used=2),
        coupon(amount=Money(5000, "DKK")),
    ],
)
def test_good_coupons(good: CouponFacts) -> None:
    check_coupon(coupon=good, today=DAY, currency="DKK")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (coupon(valid_from=date(2026, 3, 30)), "coupon_not_yet"),
        (coupon(valid_until=DAY), "coupon_expired"),
        (coupon(max_uses=3, used=3), "coupon_used_up"),
        (coupon(amount=Money(5000, "EUR")), "coupon_currency"),
    ],
)
def test_bad_coupons(bad: CouponFacts, reason: str) -> None:
    with pytest.raises(CouponRefused) as refused:
        check_coupon(coupon=bad, today=DAY, currency="DKK")
    assert refused.value.reason == reason


def test_a_code_is_read_as_people_type_it() -> None:
    assert fold(code=" forår 2026 ") == "FORÅR2026"
