"""A contract's price holds in offers, previews, invoices, renewals and forecasts (CM-02, SU-02, fenerum-api.md 6)."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.queries.outlook import forecast, next_charge
from selvbetjening.domain.billing.rules.quotes import QuoteStale
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.contracts.actions.change_contract import change_contract
from selvbetjening.domain.contracts.actions.make_contract import Agreed, make_contract
from selvbetjening.domain.contracts.actions.put_tier import put_tier
from selvbetjening.domain.contracts.actions.remove_contract import remove_contract
from selvbetjening.domain.contracts.models import PriceContract
from selvbetjening.domain.contracts.rules.tiers import Refused, Tier
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import round_half_up
from tests import make
from tests.business import as_manager
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

FIRST = date(2026, 3, 1)
TEN = Tier(1, None, "percent", 10_00)


def contract(
    mine: Deal, terms: PlanTerms, *tiers: Tier, starts_on: date = FIRST, ends_on: date | None = None, months: int = 0
) -> PriceContract:
    agreed = Agreed(terms=terms.id, starts_on=starts_on, ends_on=ends_on, months=months)
    made = make_contract(mine.organization, account=mine.account.id, agreed=agreed, actor=ACTOR, at=noon(FIRST))
    for tier in tiers:
        put_tier(mine.organization, contract=made.id, tier=tier, actor=ACTOR, at=noon(FIRST))
    return made


def nets(mine: Deal) -> list[int]:
    return [invoice.net_minor for invoice in mine.invoices()]


def test_the_renewal_is_at_the_contract_price_of_its_days() -> None:
    """CM-02: the run bills what the forecast said; before and after the contract the list price holds."""
    mine = deal()
    contract(mine, mine.basis, TEN, starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 1))
    mine.started(FIRST)
    with within(mine.organization):
        said = next_charge(mine.organization, account=mine.account.id, today=date(2026, 3, 2))
        ahead = forecast(mine.organization, account=mine.account.id, today=date(2026, 3, 2), months=3)
    for day in (date(2026, 4, 1), date(2026, 5, 1)):
        mine.run(day)
    assert nets(mine) == [200_00, 180_00, 200_00]
    assert said is not None and (said.on, said.net.minor) == (date(2026, 4, 1), 180_00)
    assert [month.total.minor for month in ahead][:2] == [225_00, 250_00]
    with within(mine.organization):
        (line,) = mine.invoices()[1].lines.all()
        assert (line.quantity, line.unit_price_minor, line.net_minor) == (1, 200_00, 180_00)
        assert "10 % rabat" in line.text


def test_a_period_that_it_begins_in_costs_both_prices() -> None:
    """SU-05: each day at its own price, rounded once; the lines touch and sum to it."""
    mine = deal()
    contract(mine, mine.basis, TEN, starts_on=date(2026, 3, 17))
    mine.started(FIRST)
    exact = Fraction(16, 31) * 200_00 + Fraction(15, 31) * 180_00
    assert nets(mine) == [round_half_up(exact.numerator, exact.denominator)]
    with within(mine.organization):
        lines = list(mine.invoices()[0].lines.order_by("starts_on"))
    assert [(line.starts_on, line.ends_on) for line in lines] == [
        (FIRST, date(2026, 3, 17)), (date(2026, 3, 17), date(2026, 4, 1)),
    ]  # fmt: skip


def test_terms_charged_afterwards_are_at_the_contract_price() -> None:
    """A period is billed when it is over, at the price of its days; with tiers by the quantity."""
    mine = deal()
    terms = make.terms(make.plan(mine.owner), unit_price_minor=50_00, charging="backward")
    contract(mine, terms, Tier(1, 4, "fixed", 1_00), Tier(5, None, "fixed", 5_00, flat=25_00))
    mine.started(FIRST, terms, quantity=5)
    assert nets(mine) == []
    mine.run(date(2026, 4, 1))
    assert nets(mine) == [5 * 45_00 - 25_00]


def test_a_changed_contract_makes_a_preview_stale_cm_02() -> None:
    """CM-02: no surprise in the amount: what was shown is not charged at another price."""
    mine = deal()
    one = mine.started(FIRST)
    quote = _move(mine, one, FIRST)
    made = contract(mine, mine.free, TEN)
    with pytest.raises(QuoteStale) as stale:
        mine.confirm(quote.id, FIRST)
    fresh = stale.value.fresh
    assert (quote.net.minor, fresh.net.minor) == (100_00, 70_00)
    mine.confirm(fresh.id, FIRST)
    assert nets(mine)[-1] == 70_00
    with within(mine.organization):
        names = list(Event.objects.filter(name__startswith="contracts.").values_list("name", flat=True))
        assert sorted(names) == ["contracts.changed", "contracts.made"]
        assert PriceContract.objects.get().id == made.id


def _move(mine: Deal, one: Any, day: date) -> Any:
    return quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=mine.free.id, at=noon(day)
    )


def test_the_way_of_a_move_is_that_of_the_contract_prices_su_02() -> None:
    """SU-02: what is dearer by the list is a downgrade where the contract makes it cheaper."""
    mine = deal()
    one = mine.started(FIRST)
    assert _move(mine, one, FIRST).direction == "upgrade"
    contract(mine, mine.free, Tier(1, None, "percent", 50_00))
    assert _move(mine, one, FIRST).direction == "downgrade"


def test_its_binding_ends_later_than_the_period_and_for_a_consumer_after_six_months_can_1() -> None:
    """CAN-1: a business is bound by the contract; a consumer for six months at most."""
    ends = []
    for party in ("business", "consumer"):
        mine = deal(party_type=party)
        made = contract(mine, mine.basis, TEN, months=12)
        one = mine.started(FIRST)
        assert one.committed_until == date(2027, 3, 1)
        with pytest.raises(Refused, match="contract_committed"):
            remove_contract(mine.organization, contract=made.id, actor=ACTOR, at=noon(FIRST))
        quote = quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(FIRST))
        ends.append(quote.ends_on)
    assert ends == [date(2027, 3, 1), date(2026, 9, 1)]


def test_what_is_given_back_is_what_was_charged() -> None:
    """CAN-4: days are given back at the price they were charged at, also when the contract has ended since."""
    mine = deal()
    made = contract(mine, mine.basis, TEN)
    one = mine.started(FIRST)
    agreed = Agreed(terms=mine.basis.id, starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1), months=0)
    change_contract(mine.organization, contract=made.id, agreed=agreed, actor=ACTOR, at=noon(FIRST))
    quote = _move(mine, one, FIRST)
    assert [line.net.minor for line in quote.lines] == [-180_00, 300_00]


def test_the_company_reads_the_contract_on_the_accounts_page() -> None:
    """Terms, days, binding and what each tier takes off, in words."""
    mine = deal()
    contract(mine, mine.basis, TEN, Tier(10, 20, "fixed", 5_00, flat=100_00, above=True), months=12)
    page = as_manager(mine.owner, language="en")
    said = page.get(page.path("sb_account", mine.account.id)).content.decode().replace("\xa0", " ")
    assert "From 1: 10 % off" in said
    assert "From 10 to 20: DKK 5.00 off each, of what is above the minimum only, DKK 100.00 off the whole" in said
    assert "28 February 2027" in said
