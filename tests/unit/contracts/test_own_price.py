"""A subscription's own price in front of terms and contracts (fenerum-api.md 8: `custom_price`; decisions 132, 134)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import DAYS, QUANTITIES, any_terms

from selvbetjening.domain.billing.rules.facts import DiscountFacts, TermsFacts
from selvbetjening.domain.billing.rules.lines import charge_lines, unused
from selvbetjening.domain.billing.rules.own_prices import check_own_price, rises
from selvbetjening.domain.billing.rules.standing import as_charged
from selvbetjening.domain.billing.rules.starting import fresh_on
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.domain.catalog.rules.prices import Pricing
from selvbetjening.domain.catalog.rules.prices import Tier as PriceTier
from selvbetjening.domain.contracts.rules.holding import Contract, bound_by
from selvbetjening.domain.contracts.rules.own import LARGEST_OWN, is_possible, priced_by
from selvbetjening.domain.contracts.rules.tiers import Tier
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.kernel.periods import Period, period_from

PRICES = st.integers(0, 500_00)
NOTHING, FEE = Money.zero("DKK"), Money(25_00, "DKK")
STEPS = (PriceTier(5, Money(90_00, "DKK"), FEE), PriceTier(None, Money(70_00, "DKK"), NOTHING))
MODELS = st.sampled_from(
    [
        None,
        Pricing("flat", Money(400_00, "DKK"), FEE),
        Pricing("per_unit", Money(100_00, "DKK"), FEE),
        Pricing("volume", NOTHING, NOTHING, STEPS),
        Pricing("graduated", NOTHING, FEE, STEPS),
    ]
)
TERMS = st.builds(lambda of, model: replace(of, pricing=model) if model else of, any_terms(number=1), MODELS)
FIRST = date(2026, 1, 1)
HALF = Contract(FIRST, None, 12, False, (Tier(1, None, "percent", 50_00),))


def own(terms: TermsFacts, minor: int) -> TermsFacts:
    return terms.at(Money(minor, terms.currency))


@given(terms=TERMS, minor=PRICES, quantity=QUANTITIES, day=DAYS)
def test_units_at_their_own_price_and_nothing_beside_it(
    terms: TermsFacts, minor: int, quantity: int, day: date
) -> None:
    """No steps, no base fee, no contract; a flat price is one unit; the contract binds as before."""
    mine = own(replace(terms, contracts=(HALF,)), minor)
    count = 1 if terms.pricing.model == "flat" else quantity
    assert mine.price_on(day, quantity).minor == mine.price(quantity).minor == minor * count
    assert mine.price(0).is_zero
    assert bound_by(contracts=mine.contracts, day=FIRST) == HALF.bound_until
    assert mine.own_price_minor == minor
    assert mine.at(None) == replace(terms, contracts=(HALF,)) and mine.at(None).own_price_minor is None
    assert own(mine, minor + 1).at(None) == mine.at(None)


@given(
    terms=TERMS, minor=PRICES, quantity=QUANTITIES, start=DAYS, moment=st.integers(0, 5_000), off=st.integers(1, 100_00)
)
def test_what_is_charged_at_it_is_given_back_at_it(
    terms: TermsFacts, minor: int, quantity: int, start: date, moment: int, off: int
) -> None:
    """CAN-4, SU-05: whatever the price is since, all of it comes back from the first day, and never more than that."""
    days = period_from(start, terms.interval, anchor_day=start.day)
    discount = DiscountFacts(off, None, start, None)
    then = Agreed(own(terms, minor), quantity, days, start.day, (discount,))
    lines = charge_lines(agreed=then, days=days)
    total = sum_money((line.net for line in lines), terms.currency)
    assert total == then.worth(days)
    charged = as_charged(lines=lines)
    if not charged:
        assert total.is_zero
        return
    middle = days.starts_on + timedelta(days=moment % days.days)
    for since in (terms, own(terms, 2 * minor + 1)):
        now = replace(then, terms=since)
        assert unused(charged=charged[0], agreed=now, rest=days) == total
        part = unused(charged=charged[0], agreed=now, rest=Period(middle, days.ends_on))
        assert Money.zero(terms.currency) <= part <= total
    if middle > days.starts_on:
        rest = Period(middle, days.ends_on)
        assert unused(charged=charged[0], agreed=then, rest=rest) == min(total, then.worth(rest))


@given(terms=TERMS, before=st.none() | PRICES, after=st.none() | PRICES, quantity=QUANTITIES)
def test_a_consumer_s_price_never_rises_can_6(
    terms: TermsFacts, before: int | None, after: int | None, quantity: int
) -> None:
    """CAN-6: set, changed or taken off; a business agrees on what it likes."""
    at = terms if before is None else own(terms, before)
    mine = fresh_on(terms=at, quantity=quantity, starts_on=FIRST, today=FIRST, coupon=None)
    then = terms if after is None else own(terms, after)
    dearer = then.price(quantity) > at.price(quantity)
    assert rises(mine=mine, minor=after, today=FIRST) is dearer
    check_own_price(mine=mine, minor=after, is_consumer=False, today=FIRST)
    if dearer:
        with pytest.raises(Refused, match="own_price_notice"):
            check_own_price(mine=mine, minor=after, is_consumer=True, today=FIRST)
    else:
        check_own_price(mine=mine, minor=after, is_consumer=True, today=FIRST)


@given(terms=TERMS, quantity=QUANTITIES)
def test_a_contract_that_begins_later_counts_too(terms: TermsFacts, quantity: int) -> None:
    """CAN-6: a price that is the same today but takes a promised one away is a rise."""
    later = replace(HALF, starts_on=FIRST + timedelta(days=40))
    mine = fresh_on(
        terms=replace(terms, contracts=(later,)), quantity=quantity, starts_on=FIRST, today=FIRST, coupon=None
    )
    price = terms.price(quantity).minor
    count = 1 if terms.pricing.model == "flat" else quantity
    if price and price % count == 0:
        assert rises(mine=mine, minor=price // count, today=FIRST)


@pytest.mark.parametrize(
    ("minor", "quantity", "wanted"),
    [(0, 1, True), (-1, 1, False), (LARGEST_OWN, 1, True), (LARGEST_OWN, 0, True), (LARGEST_OWN + 1, 0, False),
     (LARGEST_OWN // 2, 2, True), (LARGEST_OWN // 2 + 1, 2, False)],
)  # fmt: skip
def test_its_bounds(minor: int, quantity: int, wanted: bool) -> None:
    """From nothing on, and all of them at most what an amount may be."""
    assert is_possible(minor=minor, quantity=quantity) is wanted


def test_it_is_in_the_currency_of_its_terms() -> None:
    """An amount in another currency is an error of ours, never another price."""
    with pytest.raises(ValueError, match="currency"):
        priced_by(pricing=Pricing("per_unit", FEE, NOTHING), contracts=(), own=Money(1, "EUR"))
