"""What a quantity costs: golden tables, worked out by hand in øre."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.catalog.rules.prices import Model, Pricing, Tier, price, price_parts
from selvbetjening.kernel.money import CurrencyMismatch, Money, sum_money

#: 1-10 at 100,00, 11-50 at 80,00 with 50,00 once, from 51 on at 60,50.
STEPS = ((10, 10000, 0), (50, 8000, 5000), (None, 6050, 0))


def kr(minor: int) -> Money:
    return Money(minor, "DKK")


def pricing(model: Model, unit: int = 0, fee: int = 0, tiers: tuple[tuple[int | None, int, int], ...] = ()) -> Pricing:
    return Pricing(model, kr(unit), kr(fee), tuple(Tier(up_to, kr(each), kr(flat)) for up_to, each, flat in tiers))


FLAT = pricing("flat", 49900)
PER_UNIT = pricing("per_unit", 14900)
WITH_FEE = pricing("per_unit", 14900, 9900)
VOLUME = pricing("volume", tiers=STEPS)
GRADUATED = pricing("graduated", tiers=STEPS)
GRADUATED_WITH_FEE = pricing("graduated", fee=25000, tiers=STEPS)


@pytest.mark.parametrize(
    ("of", "quantity", "wanted"),
    [
        (FLAT, 1, 49900),
        (FLAT, 40, 49900),
        (PER_UNIT, 1, 14900),
        (PER_UNIT, 40, 596000),
        (WITH_FEE, 1, 24800),
        (WITH_FEE, 40, 605900),
        (VOLUME, 1, 10000),
        (VOLUME, 10, 100000),
        (VOLUME, 11, 93000),  # 11 × 80 + 50: fewer kroner than 10 cost, as volume prices are
        (VOLUME, 50, 405000),
        (VOLUME, 51, 308550),
        (VOLUME, 1000, 6050000),
        (GRADUATED, 1, 10000),
        (GRADUATED, 10, 100000),
        (GRADUATED, 11, 113000),  # 10 × 100 + 1 × 80 + 50
        (GRADUATED, 50, 425000),  # 1,000 + 40 × 80 + 50
        (GRADUATED, 51, 431050),
        (GRADUATED_WITH_FEE, 51, 456050),
    ],
)
def test_price_of_a_quantity(of: Pricing, quantity: int, wanted: int) -> None:
    assert price(pricing=of, quantity=quantity) == kr(wanted)


def test_parts_of_a_graduated_price() -> None:
    found = price_parts(pricing=GRADUATED_WITH_FEE, quantity=45)
    assert [(part.quantity, part.unit_price.minor, part.net.minor, part.tier, part.kind) for part in found] == [
        (10, 10000, 100000, 0, "units"),
        (35, 8000, 280000, 1, "units"),
        (1, 5000, 5000, 1, "tier_fee"),
        (1, 25000, 25000, None, "base_fee"),
    ]


def test_parts_of_a_volume_price() -> None:
    found = price_parts(pricing=VOLUME, quantity=45)
    assert [(part.quantity, part.net.minor, part.tier, part.kind) for part in found] == [
        (45, 360000, 1, "units"),
        (1, 5000, 1, "tier_fee"),
    ]


def test_units_that_cost_nothing_are_named_and_fees_of_nothing_are_not() -> None:
    free_first = pricing("graduated", tiers=((5, 0, 0), (None, 1000, 0)))
    assert [(part.quantity, part.net.minor) for part in price_parts(pricing=free_first, quantity=7)] == [
        (5, 0),
        (2, 2000),
    ]
    assert [part.net.minor for part in price_parts(pricing=pricing("per_unit"), quantity=3)] == [0]


TIERS = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 99999), st.integers(0, 9999)), min_size=1, max_size=5)


@given(
    model=st.sampled_from(["flat", "per_unit", "volume", "graduated"]),
    steps=TIERS,
    unit=st.integers(0, 99999),
    fee=st.integers(0, 9999),
    quantity=st.integers(1, 150),
)
def test_parts_are_lines_and_sum_to_the_price(
    model: Model, steps: list[tuple[int, int, int]], unit: int, fee: int, quantity: int
) -> None:
    up_to, tiers = 0, []
    for number, (width, each, flat) in enumerate(steps, start=1):
        up_to += width
        tiers.append((None if number == len(steps) else up_to, each, flat))
    of = pricing(model, unit, fee, tuple(tiers) if model in {"volume", "graduated"} else ())
    parts = price_parts(pricing=of, quantity=quantity)
    assert all(part.net == part.unit_price * part.quantity for part in parts)
    assert sum_money((part.net for part in parts), "DKK") == price(pricing=of, quantity=quantity)
    units = sum(part.quantity for part in parts if part.kind == "units")
    assert units == (1 if model == "flat" else quantity)


@pytest.mark.parametrize(
    ("model", "unit", "fee", "tiers"),
    [
        ("per_unit", 100, 0, STEPS),
        ("volume", 0, 0, ()),
        ("per_unit", -1, 0, ()),
        ("per_unit", 0, -1, ()),
        ("volume", 0, 0, ((10, 100, 0),)),
        ("volume", 0, 0, ((None, 100, 0), (None, 50, 0))),
        ("graduated", 0, 0, ((10, 100, 0), (10, 90, 0), (None, 50, 0))),
        ("graduated", 0, 0, ((0, 100, 0), (None, 50, 0))),
        ("graduated", 0, 0, ((10, 100, -1), (None, 50, 0))),
        ("free", 0, 0, ()),
    ],
)
def test_prices_that_are_none(
    model: Model, unit: int, fee: int, tiers: tuple[tuple[int | None, int, int], ...]
) -> None:
    with pytest.raises(ValueError, match=r"tier|negative|no such"):
        pricing(model, unit, fee, tiers)


def test_one_currency_only() -> None:
    with pytest.raises(CurrencyMismatch):
        Pricing("per_unit", kr(100), Money(1, "EUR"))


def test_none_costs_nothing_and_less_there_is_not() -> None:
    """Whatever the price has beside its units."""
    assert price(pricing=Pricing("flat", kr(100), kr(50)), quantity=0) == kr(0)
    with pytest.raises(ValueError, match="below none"):
        price(pricing=PER_UNIT, quantity=-1)
