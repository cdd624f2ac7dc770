"""Which contract and tier hold, and what a quantity costs by them (fenerum-api.md 6, T17)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import DAYS, QUANTITIES, any_terms, moments, terms

from selvbetjening.domain.billing.rules.facts import TermsFacts
from selvbetjening.domain.billing.rules.lines import charge_lines, unused
from selvbetjening.domain.billing.rules.standing import as_charged
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.domain.catalog.rules.prices import Pricing, price
from selvbetjening.domain.contracts.rules.holding import Contract, bound_by, check_apart, holding, price_on
from selvbetjening.domain.contracts.rules.tiers import Kind, Refused, Tier, check_tier, check_tiers
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.kernel.periods import Period

NOTHING = Money.zero("DKK")
HUNDRED = Pricing("per_unit", Money(100_00, "DKK"), NOTHING)


def costs(quantity: int, *tiers: Tier, pricing: Pricing = HUNDRED, exclusive: bool = False) -> int:
    contract = Contract(date(2026, 1, 1), None, 0, exclusive, tiers)
    return contract.price(pricing=pricing, quantity=quantity).minor


def test_ten_per_cent_is_ten_per_cent_t17() -> None:
    """T17: of the whole price; a fixed discount is off each unit, a flat one off the whole."""
    assert costs(3, Tier(1, None, "percent", 10_00)) == 270_00
    assert costs(3, Tier(1, None, "fixed", 10_00)) == 270_00
    assert costs(3, Tier(1, None, "percent", 0, flat=50_00)) == 250_00
    assert costs(3, Tier(1, None, "percent", 10_00, flat=50_00)) == 220_00


def test_only_units_above_the_minimum() -> None:
    """Above the minimum means beyond it: of 12 from 10 on that is two."""
    assert costs(12, Tier(10, None, "percent", 10_00, above=True)) == 1180_00
    assert costs(12, Tier(10, None, "fixed", 5_00, above=True)) == 1190_00
    assert costs(10, Tier(10, None, "percent", 10_00, above=True)) == 1000_00
    assert costs(4, Tier(0, None, "percent", 10_00, above=True)) == 360_00


def test_the_tier_is_that_of_the_quantity() -> None:
    """Both ends belong to it; between tiers, and beyond the last, the list price holds."""
    tiers = (Tier(1, 9, "percent", 10_00), Tier(20, 29, "percent", 20_00))
    found = [costs(quantity, *tiers, exclusive=True) // quantity for quantity in (1, 9, 10, 19, 20, 29, 30)]
    assert found == [90_00, 90_00, 100_00, 100_00, 80_00, 80_00, 100_00]


def test_nested_tiers_add() -> None:
    """Without `exclusive` all that hold take off together, and never more than there is."""
    assert costs(50, Tier(10, None, "percent", 10_00), Tier(50, None, "percent", 20_00)) == 3500_00
    assert costs(2, Tier(1, None, "percent", 70_00), Tier(2, None, "percent", 60_00)) == 0


def test_a_flat_price_is_one_unit() -> None:
    """Whatever the quantity, a fixed discount is taken off once."""
    flat = Pricing("flat", Money(100_00, "DKK"), NOTHING)
    assert costs(7, Tier(1, None, "fixed", 10_00), pricing=flat) == 90_00


@pytest.mark.parametrize(
    ("tiers", "exclusive", "reason"),
    [
        ([Tier(1, 9, "percent", 0), Tier(9, 20, "percent", 0)], False, "tiers_overlap"),
        ([Tier(1, 9, "percent", 0), Tier(2, 5, "percent", 0)], True, "tiers_overlap"),
        ([Tier(1, None, "percent", 0), Tier(1, None, "fixed", 0)], False, "tiers_same"),
        ([Tier(number, number, "percent", 0) for number in range(1, 102)], True, "tiers_many"),
    ],
)
def test_tiers_that_may_not_stand_together(tiers: list[Tier], exclusive: bool, reason: str) -> None:
    """They overlap only nested, and only where they are not exclusive."""
    for given_so in (tiers, tiers[::-1]):
        with pytest.raises(Refused, match=reason):
            check_tiers(tiers=given_so, exclusive=exclusive)


def test_tiers_that_may() -> None:
    """Side by side, with a gap, and one inside the other."""
    check_tiers(
        tiers=[Tier(1, 9, "percent", 0), Tier(10, 19, "percent", 0), Tier(30, None, "percent", 0)], exclusive=True
    )
    check_tiers(tiers=[Tier(1, None, "percent", 0), Tier(5, 9, "fixed", 0), Tier(6, 9, "fixed", 0)], exclusive=False)


@pytest.mark.parametrize(
    "tier",
    [
        Tier(-1, None, "percent", 0),
        Tier(5, 4, "percent", 0),
        Tier(0, 0, "percent", 0),
        Tier(1, None, "percent", 100_01),
        Tier(1, None, "fixed", -1),
        Tier(1, None, "percent", 0, flat=-1),
    ],
)
def test_what_is_no_tier(tier: Tier) -> None:
    with pytest.raises(Refused):
        check_tier(tier=tier)


CUTS = st.lists(st.integers(1, 60), min_size=1, max_size=6, unique=True).map(sorted)
KINDS: st.SearchStrategy[Kind] = st.sampled_from(get_args(Kind))


@st.composite
def side_by_side(draw: st.DrawFn) -> tuple[Tier, ...]:
    """Tiers from 1 on without a gap and without overlap, in any order."""
    edges = [1, *(edge + 1 for edge in draw(CUTS))]
    ends: list[int | None] = [*(edge - 1 for edge in edges[1:]), None]
    made = [
        Tier(first, last, draw(KINDS), draw(st.integers(0, 100_00)), draw(st.integers(0, 500_00)), draw(st.booleans()))
        for first, last in zip(edges, ends, strict=True)
        if last is None or last >= first
    ]
    return tuple(draw(st.permutations(made)))


@given(side_by_side(), QUANTITIES)
def test_every_quantity_has_one_tier(tiers: tuple[Tier, ...], quantity: int) -> None:
    """No gap, no overlap: exactly one holds, it alone decides, and exclusive or not is the same."""
    check_tiers(tiers=tiers, exclusive=True)
    (one,) = [tier for tier in tiers if tier.holds(quantity)]
    assert costs(quantity, *tiers) == costs(quantity, one) == costs(quantity, *tiers, exclusive=True)


@given(st.lists(st.builds(Tier, st.integers(0, 9), st.none(), KINDS, st.integers(0, 100_00)), max_size=5), QUANTITIES)
def test_the_price_is_between_nothing_and_the_list(tiers: list[Tier], quantity: int) -> None:
    """What is taken off is the sum, rounded once, whatever the order; never more than the price."""
    alone = [Contract(date(2026, 1, 1), None, 0, False, (tier,)) for tier in tiers]
    found = costs(quantity, *tiers)
    full = price(pricing=HUNDRED, quantity=quantity).minor
    assert 0 <= found <= full
    assert found == costs(quantity, *tiers[::-1]) == costs(quantity, *sorted(tiers, key=repr))
    off = sum(one.taken_off(pricing=HUNDRED, quantity=quantity).minor for one in alone)
    assert found == max(0, full - off) or abs(found - (full - off)) <= len(tiers)


@given(DAYS, st.integers(1, 400), st.integers(1, 400))
def test_a_day_has_one_contract(first: date, long: int, longer: int) -> None:
    """Contracts that touch are apart; each day between the first and the last has exactly one; one more is refused."""
    middle, last = first + timedelta(days=long), first + timedelta(days=long + longer)
    two = (Contract(first, middle), Contract(middle, last))
    check_apart(contract=two[0], others=two[1:])
    for day in (first, middle - timedelta(days=1), middle, last - timedelta(days=1)):
        assert sum(one.holds(day) for one in two) == 1
    assert holding(contracts=two, day=last) is None and holding(contracts=two, day=first - timedelta(days=1)) is None
    with pytest.raises(Refused, match="contract_overlap"):
        check_apart(contract=Contract(middle - timedelta(days=1), None), others=two)


def test_it_binds_by_calendar_months() -> None:
    """From the last day of January by one month to the last of February, in a leap year the 29th."""
    assert Contract(date(2028, 1, 31), None, 1).bound_until == date(2028, 2, 29)
    assert Contract(date(2027, 1, 31), None, 1).bound_until == date(2027, 2, 28)
    one = Contract(date(2026, 3, 15), date(2026, 6, 1), 12)
    assert bound_by(contracts=(one,), day=date(2026, 4, 1)) == date(2027, 3, 15)
    assert bound_by(contracts=(one,), day=date(2026, 6, 1)) is None


def by(terms: TermsFacts, *contracts: Contract) -> TermsFacts:
    return replace(terms, contracts=contracts)


@given(st.data(), QUANTITIES, st.integers(0, 100_00))
def test_lines_sum_to_the_price_of_the_days(data: st.DataObject, quantity: int, percent: int) -> None:
    """SU-05: over a change of month and in leap years, wherever in the period the contract begins or ends."""
    plain = data.draw(any_terms(number=1))
    period, day, anchor = data.draw(moments(of=plain))
    contract = Contract(
        day, data.draw(st.sampled_from([None, period.ends_on])), 0, False, (Tier(1, None, "percent", percent),)
    )
    agreed = Agreed(by(plain, contract), quantity, period, anchor)
    lines = charge_lines(agreed=agreed, days=period)
    assert sum_money((line.net for line in lines), "DKK") == agreed.worth(period)
    # Days that round to nothing have no line.
    assert all(period.starts_on <= line.starts_on < line.ends_on <= period.ends_on for line in lines)
    before, by_contract = plain.price(quantity), contract.price(pricing=plain.pricing, quantity=quantity)
    assert min(before, by_contract) <= agreed.worth(period) <= before
    if day == period.starts_on:
        assert (
            agreed.worth(period)
            == by_contract
            == price_on(pricing=plain.pricing, quantity=quantity, contracts=(contract,), day=day)
        )


@given(st.data(), QUANTITIES)
def test_what_was_charged_is_given_back_as_it_was_charged(data: st.DataObject, quantity: int) -> None:
    """A contract that is made after a period was charged at the list price makes no day of it cheaper."""
    plain = data.draw(any_terms(number=1))
    period, day, anchor = data.draw(moments(of=plain))
    agreed = Agreed(plain, quantity, period, anchor)
    held = as_charged(lines=charge_lines(agreed=agreed, days=period))
    later = agreed.on(by(plain, Contract(day, None, 0, False, (Tier(1, None, "percent", 50_00),))), quantity)
    for charged in held:
        rest = Period(day, period.ends_on)
        assert unused(charged=charged, agreed=later, rest=rest) == unused(charged=charged, agreed=agreed, rest=rest)


def test_a_line_says_what_the_contract_takes_off_inv_7() -> None:
    """INV-7: the units stand at the list price, and what is taken off stands beside them."""
    plain = terms(199_00)
    period = Period(date(2026, 2, 1), date(2026, 3, 1))
    contract = Contract(date(2026, 1, 1), None, 0, False, (Tier(1, None, "percent", 12_50),))
    (line,) = charge_lines(agreed=Agreed(by(plain, contract), 4, period, 1), days=period)
    assert (line.quantity, line.unit_price.minor, line.net.minor) == (4, 199_00, 696_50)
    assert line.discount == Money(99_50, "DKK")
    assert (line.text_da, line.text_en) == ("Basis, 12,5 % rabat", "Basis, 12.5% discount")
