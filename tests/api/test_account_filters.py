"""How accounts can be looked for (fenerum-api.md sections 3 and 5)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.directdebit.models import Mandate
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.money import Money
from selvbetjening.portals.api.account_filters import FILTERS, ORDERING
from tests import make
from tests.api.client import Machine, account_body
from tests.directdebit import agreement, mandate


def codes(machine: Machine, query: str) -> list[str]:
    answer = machine.get(f"accounts/?page_size=100&{query}")
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["results"]]


def test_by_what_stands_on_them(machine: Machine, stranger: Machine) -> None:
    """Section 5: each plain filter finds its own and nobody else's; nothing of another organization (T18)."""
    here: dict[str, dict[str, Any]] = {
        "A": {"party_type": "business", "reseller_program": "Guld", "register_status": "NORMAL"},
        "B": {"is_archived": True, "is_getting_reminders": False, "legal_country": "SE", "erp_id": "77"},
        "C": {"ean_invoicing": True, "ean_number": "5798009811578", "legal_vat_number": "12345674"},
    }
    for code, values in here.items():
        assert machine.post("accounts/", account_body(code=code, **values)).status_code == 201
    assert stranger.post("accounts/", account_body(code="X", reseller_program="Guld")).status_code == 201
    for query, found in {
        "reseller_program=guld": "A", "reseller_program=true": "A", "reseller_program=false": "BC",
        "register_status=normal": "A", "type=business": "A", "is_archived=1": "B", "is_archived=false": "AC",
        "is_getting_reminders=false": "B", "legal_country=Sverige": "B", "erp_id=77": "B", "ean_invoicing=true": "C",
        "legal_vat_number=DK12345674": "C", "search=fjord": "ABC", "reseller_program=": "ABC",
        "default_collection_method=betalingsservice": "",
    }.items():  # fmt: skip
        assert "".join(sorted(codes(machine, query))) == found, query
    assert codes(machine, "ordering=legal_country&legal_country=SE") == ["B"]


def test_by_their_subscriptions(machine: Machine) -> None:
    """Section 5: status and its alias, how they are collected, whether one is set to expire."""
    today = copenhagen_day(clock.now())
    terms = make.terms(make.plan(machine.organization), unit_price_minor=10_000)
    runs, leaves, left, waits, _none = (make.account(machine.organization, code=f"S{i}") for i in range(5))
    make.subscription(runs, terms, started_on=today - timedelta(days=9), collection_method="payment_card")
    make.subscription(leaves, terms, state="cancelled", ends_on=today + timedelta(days=9), changed_on=today)
    make.subscription(left, terms, state="ended", ends_on=date(2026, 4, 1), changed_on=date(2026, 3, 9))
    make.subscription(waits, terms, started_on=today + timedelta(days=5))
    for query, found in {
        "subscription_status=active": ["S0"], "subscriptions_status=ACTIVE": ["S0"],
        "subscription_status=set_to_expire": ["S1"], "subscription_set_to_expire=true": ["S1"],
        "subscription_status=cancelled": ["S2"], "subscription_status=scheduled": ["S3"],
        "subscription_status=none": ["S4"], "subscription_collection_method=payment_card": ["S0"],
        "subscription_collection_method=invoice": ["S1", "S3"],
    }.items():  # fmt: skip
        assert sorted(codes(machine, query)) == found, query
    wrong = machine.get("accounts/?subscription_status=sleeping")
    assert wrong.status_code == 400 and "subscription_status" in wrong.json()


def test_by_their_ways_to_pay(machine: Machine) -> None:
    """Section 5: `active_payment_method`, `registered_for_direct_debit`: an expired card is none."""
    card, old, debit, _none = (make.account(machine.organization, code=f"P{i}") for i in range(4))
    today = copenhagen_day(clock.now())
    with within(machine.here):
        for account, year in ((card, today.year + 1), (old, today.year - 1)):
            PaymentCard.objects.create(
                organization_id=machine.here, account=account, gateway="other", external_id=f"x{year}", last4="4242",
                saved_at=clock.now(), exp_month=1, exp_year=year,
            )  # fmt: skip
    with within(machine.here):
        Mandate.objects.filter(id=mandate(agreement(machine.here), "4711").id).update(account=debit)
    for query, found in {
        "active_payment_method=payment_card": ["P0"], "active_payment_method=betalingsservice": ["P2"],
        "active_payment_method=true": ["P0", "P2"], "active_payment_method=none": ["P1", "P3"],
        "registered_for_direct_debit=true": ["P2"], "registered_for_direct_debit=0": ["P0", "P1", "P3"],
    }.items():  # fmt: skip
        assert sorted(codes(machine, query)) == found, query


def credited(machine: Machine, code: str, minor: int) -> None:
    """Money to the account's good: so much more was paid than an invoice asked for."""
    line = {"account": code, "description": "x", "vat_type": "services", "price": "100"}
    assert machine.post("draftinvoicelines/", line).status_code == 201
    (made,) = machine.post(f"accounts/{code}/generate_invoice/").json()
    record_manual_payment(
        machine.here, invoice=UUID(made["uuid"]), amount=Money(12_500 + minor, "DKK"),
        paid_on=copenhagen_day(clock.now()), reference=code, actor=Actor("staff", "1"), at=clock.now(),
    )  # fmt: skip


def test_by_their_balance(machine: Machine) -> None:
    """Section 5: `balance` and its comparisons, in kroner, and the order by it, page by page (T16)."""
    for number, minor in enumerate((0, 12_500, 40_000)):
        account = make.account(machine.organization, code=f"B{number}")
        if minor:
            credited(machine, account.code, minor)
    for query, found in {
        "balance=125.00": ["B1"], "balance__gt=0": ["B1", "B2"], "balance__gte=400": ["B2"], "balance__lte=0": ["B0"],
        "balance__lt=400&balance__gt=100": ["B1"],
    }.items():  # fmt: skip
        assert sorted(codes(machine, query)) == found, query
    assert codes(machine, "ordering=-balance") == ["B2", "B1", "B0"]
    seen: list[str] = []
    address: Any = "accounts/?ordering=balance&page_size=1"
    while address:
        body = machine.get(address).json()
        seen += [row["code"] for row in body["results"]]
        address = body["next"]
    assert seen == ["B0", "B1", "B2"]
    assert machine.get("accounts/").json()["count"] == 3


@pytest.mark.parametrize("name", ["created_date", "last_modified_date", "company_name", "code", "legal_city", "erp_id"])
def test_orders(machine: Machine, name: str) -> None:
    """Section 3: up and down, over pages."""
    for number in range(3):
        body = account_body(code=f"O{number}", company_name=f"N{number}", legal_city=f"C{number}", erp_id=f"{number}")
        assert machine.post("accounts/", body).status_code == 201
    first = machine.get(f"accounts/?ordering={name}&page_size=2").json()
    rest = machine.get(first["next"]).json()
    assert [row["code"] for row in [*first["results"], *rest["results"]]] == ["O0", "O1", "O2"]
    assert codes(machine, f"ordering=-{name}") == ["O2", "O1", "O0"]


def test_each_filter_and_each_order_by_itself(machine: Machine, settings: Any) -> None:
    """Section 3: none needs another beside it; a value that is none of its own is told at its name."""
    settings.API_CALLS_A_MINUTE = 1000
    for name, known in FILTERS.items():
        choices = known.schema.get("enum", ["true" if known.schema.get("type") == "boolean" else "1"])
        for asked in (name, *([f"{name}__gte", f"{name}__lt"] if known.compares else [])):
            answer = machine.get(f"accounts/?{asked}={choices[0]}")
            assert answer.status_code == 200 or (answer.status_code == 400 and asked in answer.json()), asked
    for name in ORDERING:
        for asked in (name, f"-{name}", f"-{name},code"):
            assert machine.get(f"accounts/?ordering={asked}").status_code == 200, asked
