"""The arithmetic of money: exact, symmetric, one currency at a time."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selvbetjening.kernel.money import (
    CurrencyMismatch,
    Money,
    Rate,
    percent_of,
    round_half_up,
    share,
    sum_money,
)

minors = st.integers(-(10**12), 10**12)
amounts = st.builds(Money, minors, st.just("DKK"))
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


def kr(minor: int) -> Money:
    return Money(minor, "DKK")


@pytest.mark.parametrize("currency", ["dkk", "DK", "DKKR", "ÆØÅ", "", "DKK\n"])
def test_refuses_what_is_no_currency(currency: str) -> None:
    with pytest.raises(ValueError, match="not a currency"):
        Money(1, currency)


@pytest.mark.parametrize("currency", ["JPY", "ISK", "KWD"])
def test_refuses_currencies_without_hundredths(currency: str) -> None:
    with pytest.raises(ValueError, match="hundredths"):
        Money(1, currency)


@pytest.mark.parametrize("minor", [True, 1.0, "1", None])
def test_counts_in_whole_numbers_only(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "DKK")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        kr(1) * minor  # type: ignore[operator]


def test_currencies_do_not_mix() -> None:
    euro = Money(1, "EUR")
    for mix in (
        lambda: kr(1) + euro,
        lambda: kr(1) - euro,
        lambda: kr(1) < euro,
        lambda: kr(1) <= euro,
        lambda: kr(1) > euro,
        lambda: kr(1) >= euro,
        lambda: sum_money([euro], "DKK"),
    ):
        with pytest.raises(CurrencyMismatch, match="DKK and EUR"):
            mix()
    assert kr(1) != euro


@given(amounts, amounts, st.integers(-100, 100))
def test_arithmetic_is_that_of_the_minor_units(one: Money, other: Money, times: int) -> None:
    assert (one + other).minor == one.minor + other.minor
    assert one - other == -(other - one)
    assert one * times == times * one == kr(one.minor * times)
    assert (one < other, one <= other, one > other, one >= other) == (
        one.minor < other.minor,
        one.minor <= other.minor,
        one.minor > other.minor,
        one.minor >= other.minor,
    )
    assert (one - one).is_zero


def test_the_sum_of_nothing_is_zero() -> None:
    assert sum_money([], "EUR") == Money.zero("EUR") == Money(0, "EUR")


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (1, 2, 1),
        (3, 2, 2),
        (-1, 2, -1),
        (1, -2, -1),
        (-1, -2, 1),
        (49, 100, 0),
        (50, 100, 1),
        (-149, 100, -1),
        (0, 7, 0),
    ],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    """INV-14: half-up to the øre, the same for a credit note."""
    assert round_half_up(numerator, denominator) == rounded


@given(minors, minors)
def test_rounding_is_symmetric_and_never_more_than_half_away(numerator: int, denominator: int) -> None:
    assume(denominator != 0)
    rounded = round_half_up(numerator, denominator)
    assert round_half_up(-numerator, denominator) == -rounded
    assert abs(rounded - Fraction(numerator, denominator)) <= Fraction(1, 2)


def test_nothing_is_a_share_of_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        share(kr(100), 1, 0)


@given(amounts, weights)
def test_parts_sum_exactly_and_keep_the_sign(amount: Money, by: list[int]) -> None:
    """SU-05: the parts sum exactly; a credit mirrors the charge; no line gets the opposite sign."""
    parts = amount.allocate(by)
    assert sum_money(parts, "DKK") == amount
    assert (-amount).allocate(by) == [-part for part in parts]
    assert all(part.minor * amount.minor >= 0 for part in parts)
    assert all(part.is_zero for part, weight in zip(parts, by, strict=True) if weight == 0)


@pytest.mark.parametrize(
    ("minor", "by", "parts"),
    [
        (100, [1, 1, 1], [33, 33, 34]),
        (200, [1, 1, 1], [67, 67, 66]),
        (-100, [1, 1, 1], [-33, -33, -34]),
        (2, [1, 1, 1, 1], [1, 1, 0, 0]),  # halves up four times would take more than there is
        (100, [1, 2, 0], [33, 67, 0]),  # a line that weighs nothing gets no remainder
        (0, [0, 0], [0, 0]),
    ],
)
def test_the_remainder_is_on_the_last_line(minor: int, by: list[int], parts: list[int]) -> None:
    """SU-05: half-up, remainder on the last line."""
    assert kr(minor).allocate(by) == [kr(part) for part in parts]


@pytest.mark.parametrize("by", [[], [0, 0], [2, -1]])
def test_refuses_to_split_over_nothing(by: list[int]) -> None:
    with pytest.raises(ValueError, match=r"nothing to split over|negative"):
        kr(100).allocate(by)


@given(amounts, st.integers(0, 400), st.integers(1, 400))
def test_a_share_is_symmetric(amount: Money, part: int, whole: int) -> None:
    """SU-05: what is charged for some days is credited for the same days."""
    assert share(-amount, part, whole) == -share(amount, part, whole)
    assert share(amount, whole, whole) == amount


def test_shares_and_per_cents_are_rounded_half_up() -> None:
    """INV-14, SU-05."""
    assert share(kr(10_000), 10, 31) == kr(3_226)
    assert percent_of(kr(2), 2_500) == kr(1)
    assert percent_of(kr(-2), 2_500) == kr(-1)
    assert percent_of(kr(9_995), 2_500) == kr(2_499)


def test_a_rate_is_rounded_once_after_multiplying() -> None:
    rate = Rate(12_345, "DKK")  # 1.2345 øre
    assert rate.times(1) == kr(1)
    assert rate.times(1_000) == kr(1_235)
    assert rate.times(-1_000) == kr(-1_235)
    assert Rate.of(kr(995)).times(3) == kr(2_985)
