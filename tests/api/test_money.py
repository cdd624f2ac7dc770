"""What is told beforehand is what is invoiced, to the øre, for many made-up numbers."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.invoicing.models import CreditNote, Invoice
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import make
from tests.api.client import Machine

QUICK = settings(max_examples=15, deadline=None, database=None, derandomize=True,
                 suppress_health_check=list(HealthCheck))  # fmt: skip


@pytest.fixture(autouse=True)
def _many(settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 100_000


def business(machine: Machine) -> Any:
    return make.account(machine.organization, party_type="business", cvr="12345674", created_at=clock.now())


def priced(machine: Machine, model: str, unit: int, base: int, vat: int) -> Any:
    tiers: list[Any] = []
    if model in {"volume", "graduated"}:
        tiers = [
            [10, unit, 700],
            [None, unit // 3, 0],
        ]
    return make.terms(
        make.plan(machine.organization), code=f"T-{uuid4().hex[:8]}", unit_price_minor=0 if tiers else unit,
        base_fee_minor=base, pricing_model=model, tiers=tiers, vat_basis_points=vat,
    )  # fmt: skip


def test_what_is_calculated_is_what_is_invoiced(machine: Machine) -> None:
    """fenerum-api.md 7: `plans/calculate/` and the first invoice say the same, for every way of pricing and VAT."""
    account = business(machine)

    @QUICK
    @given(
        model=st.sampled_from(["flat", "per_unit", "volume", "graduated"]),
        unit=st.integers(1, 1_000_003), base=st.integers(0, 99_999), quantity=st.integers(1, 997),
        vat=st.sampled_from([2500, 0, 2500, 1200]),
    )  # fmt: skip
    def once(model: str, unit: int, base: int, quantity: int, vat: int) -> None:
        terms = priced(machine, model, unit, base, vat)
        asked = {"account_country_code": "DK", "terms": str(terms.id), "quantity": quantity}
        told = machine.post("plans/calculate/", {**asked, "account_code": account.code})
        assert told.status_code == 200, told.content
        assert machine.post("plans/calculate/", asked).json() == told.json()
        body = {"account": account.code, "terms": str(terms.id), "quantity": quantity, "collection_method": "invoice"}
        made = machine.post("subscriptions/", body)
        assert made.status_code == 201, made.content
        invoice = machine.get("invoices/?page_size=1").json()["results"][0]
        say = told.json()
        assert (say["total"], say["vat"], say["total_incl_vat"]) == (
            invoice["amount"], invoice["vat"], invoice["total"],
        )  # fmt: skip
        assert sum(Decimal(line["amount"]) for line in say["lines"]) == Decimal(say["total"])
        assert sum(Decimal(line["amount"]) for line in invoice["invoiceline_set"]) == Decimal(invoice["amount"])

    once()


FINE = st.decimals("0", "4999.9999", places=4)


def test_a_draft_line_comes_to_what_its_numbers_say(machine: Machine) -> None:
    """Section 12: price times quantity less the discount, rounded half up once, on line and invoice; VAT of that."""
    account = business(machine)

    @QUICK
    @given(
        price=FINE, quantity=st.decimals("0.0001", "99.9999", places=4),
        discount=st.one_of(
            st.none(),
            st.tuples(st.just("discount_percentage"), st.decimals("0", "100", places=4)),
            st.tuples(st.just("discount_fixed_total"), st.decimals("0", "10", places=2)),
        ),
    )  # fmt: skip
    def once(price: Decimal, quantity: Decimal, discount: tuple[str, Decimal] | None) -> None:
        whole = quantity == quantity.to_integral_value() and price * 100 == (price * 100).to_integral_value()
        gross = price * quantity if whole else _øre(price * quantity)
        off = Decimal(0)
        if discount:
            name, size = discount
            off = _øre(gross * size / 100) if name == "discount_percentage" else size
        body: dict[str, Any] = {
            "account": account.code, "description": "x", "vat_type": "services", "price": str(price),
            "quantity": str(quantity), **({discount[0]: str(discount[1])} if discount else {}),
        }  # fmt: skip
        made = machine.post("draftinvoicelines/", body)
        if off > gross:
            assert made.status_code == 400
            return
        assert made.status_code == 201, made.content
        issued = machine.post(f"accounts/{account.code}/generate_invoice/").json()
        (invoice,) = issued
        assert Decimal(invoice["amount"]) == gross - off
        assert Decimal(invoice["vat"]) == _øre((gross - off) / 4)
        assert Decimal(invoice["total"]) == gross - off + _øre((gross - off) / 4)

    once()


def _øre(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def charged(machine: Machine, account: Any) -> int:
    """Øre incl. VAT: what was invoiced, less what was credited."""
    with within(machine.here):
        invoiced = Invoice.objects.filter(account=account).aggregate(all=Sum("total_minor"))["all"] or 0
        credited = CreditNote.objects.filter(account=account).aggregate(all=Sum("total_minor"))["all"] or 0
    return int(invoiced - credited)


def test_a_change_costs_over_the_api_what_its_page_says(machine: Machine) -> None:
    """SB-09, T5: what the page previews for a change of quantity is what the same change over the API is charged."""
    make.terms(make.plan(machine.organization), code="M-1", unit_price_minor=33_333)

    @QUICK
    @given(before=st.integers(1, 40), after=st.integers(1, 400), day=st.integers(0, 27))
    def once(before: int, after: int, day: int) -> None:
        account = business(machine)
        body = {"account": account.code, "terms": "M-1", "quantity": before, "collection_method": "invoice"}
        mine = machine.post("subscriptions/", body).json()
        start = clock.now()
        clock.set_source(lambda: start + timedelta(days=day))
        try:
            first = charged(machine, account)
            due = 0
            if before != after:
                wish = Wish(act="change", quantity=after, by_integration=True)
                quote = quote_act(
                    machine.here, account=account.id, subscription=mine["uuid"], wish=wish, at=clock.now()
                )
                due = quote.charge_today.minor - (quote.credited.minor if quote.credited else 0)
            answer = machine.put(f"subscriptions/{mine['uuid']}/", {"quantity": after})
            assert answer.status_code == 200, answer.content
            assert charged(machine, account) - first == due
        finally:
            clock.reset()

    once()
