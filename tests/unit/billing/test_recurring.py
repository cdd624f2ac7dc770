"""MRR and churn as rules: how intervals, discounts and quantities become a month, and what counts as lost."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.rules.facts import DiscountFacts, TermsFacts
from selvbetjening.domain.billing.rules.recurring import Churn, Running, monthly, recurring
from selvbetjening.domain.catalog.rules.prices import Pricing
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

DAY = date(2026, 3, 10)


def terms(minor: int, unit: str = "month", count: int = 1, currency: str = "DKK") -> TermsFacts:
    pricing = Pricing("per_unit", Money(minor, currency), Money.zero(currency))
    return TermsFacts(uuid4(), "Basis", "Basic", pricing, Interval(unit, count), 2500, offered=True)  # type: ignore[arg-type]


def row(
    minor: int, unit: str = "month", count: int = 1, *, quantity: int = 1, many: int = 1, off: object = None
) -> Running:
    return Running(terms(minor, unit, count), quantity, off, many, DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "count", "minor", "month"),
    [
        ("month", 1, 30_000, 30_000),
        ("month", 3, 30_000, 10_000),
        ("month", 6, 30_000, 5_000),
        ("year", 1, 120_000, 10_000),
        ("year", 2, 120_000, 5_000),
        ("week", 1, 7_000, 30_438),  # 365.25 / 12 / 7 weeks a month: 4.348214
        ("day", 1, 1_000, 30_438),  # 30.4375 days a month
    ],
)
def test_every_interval_becomes_a_month(unit: str, count: int, minor: int, month: int) -> None:
    assert recurring(rows=[row(minor, unit, count)]) == {"DKK": Money(month, "DKK")}


def test_quantity_and_alike_subscriptions_multiply() -> None:
    assert recurring(rows=[row(10_000, quantity=3, many=4)]) == {"DKK": Money(120_000, "DKK")}


@pytest.mark.parametrize(
    ("discount", "month"),
    [
        (DiscountFacts(2_500, None, DAY), 7_500),
        (DiscountFacts(10_000, None, DAY), 0),
        (DiscountFacts(None, Money(4_000, "DKK"), DAY), 6_000),
        (DiscountFacts(None, Money(40_000, "DKK"), DAY), 0),  # never below nothing
    ],
)
def test_the_discount_of_the_day_is_taken_off(discount: DiscountFacts, month: int) -> None:
    assert recurring(rows=[row(10_000, off=discount)])["DKK"] == Money(month, "DKK")


def test_an_amount_off_a_year_is_off_the_year_and_not_each_month() -> None:
    off = DiscountFacts(None, Money(12_000, "DKK"), DAY)
    assert recurring(rows=[row(120_000, "year", off=off)])["DKK"] == Money(9_000, "DKK")


def test_currencies_stay_apart() -> None:
    rows = [Running(terms(1_000, currency=currency), 1, None, 2, DAY) for currency in ("EUR", "DKK")]
    assert recurring(rows=rows) == {"DKK": Money(2_000, "DKK"), "EUR": Money(2_000, "EUR")}
    assert recurring(rows=[]) == {}


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, 10**7), st.sampled_from(["day", "week", "month", "year"]), st.integers(1, 12)),
        min_size=1,
    )
)
def test_it_is_rounded_once_when_all_is_summed(parts: list[tuple[int, str, int]]) -> None:
    rows = [row(minor, unit, count) for minor, unit, count in parts]
    exact = sum((monthly(row=one) for one in rows), Fraction(0))
    assert abs(Fraction(recurring(rows=rows)["DKK"].minor) - exact) <= Fraction(1, 2)
    doubled = recurring(rows=[Running(one.terms, one.quantity, None, 2, DAY) for one in rows])["DKK"].minor
    assert abs(doubled - 2 * exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("begun", "lost", "points"), [(0, 0, None), (10, 0, 0), (3, 1, 3_333), (3, 2, 6_667), (4, 4, 10_000)]
)
def test_churn_is_a_share_of_who_was_there_on_the_first_day(begun: int, lost: int, points: int | None) -> None:
    assert Churn(DAY.replace(day=1), begun, lost).basis_points == points
    if points is not None:
        assert Decimal(points) / 100 == round(Decimal(100 * lost) / Decimal(begun), 2)
