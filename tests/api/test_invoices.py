"""Invoices, their lines and the cash flow (fenerum-api.md sections 13 and 14)."""

import base64
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.invoicing.actions.credit import credit_in_full
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.api.client import Machine, account_body


@pytest.fixture
def invoice(machine: Machine) -> dict[str, Any]:
    """An invoice of 200 kr. excl. VAT, with two lines."""
    code = machine.post("accounts/", account_body()).json()["code"]
    lines = [
        {"account": code, "description": text, "vat_type": "services", "price": "100", "quantity": 1}
        for text in ("En", "To")
    ]
    machine.post("draftinvoicelines/", lines)
    (made,) = machine.post(f"accounts/{code}/generate_invoice/").json()
    return dict(made)


def test_the_pdf_is_there(machine: Machine, invoice: dict[str, Any]) -> None:
    """T13: `pdf_base64` decodes to a PDF, has no line breaks, and stands on the object only."""
    shown = machine.get(f"invoices/{invoice['uuid']}/").json()
    assert base64.b64decode(shown["pdf_base64"], validate=True).startswith(b"%PDF")
    assert (shown["amount"], shown["vat"], shown["total"], shown["outstanding"]) == (
        "200.00", "50.00", "250.00", "250.00",
    )  # fmt: skip
    assert shown["type"] == "invoice" and shown["is_paid"] is False and shown["invoice_number"]
    (row,) = machine.get("invoices/").json()["results"]
    assert "pdf_base64" not in row and row["uuid"] == invoice["uuid"]


def test_only_the_kickback_status_changes(machine: Machine, invoice: dict[str, Any]) -> None:
    """Section 13: PATCH sets `kickback_status`, ignores everything else, and null empties it."""
    path = f"invoices/{invoice['uuid']}/"
    noted = machine.patch(path, {"kickback_status": "sent", "amount": "1.00", "due_date": "2030-01-01"})
    assert noted.status_code == 200 and noted.json()["kickback_status"] == "sent"
    assert noted.json()["amount"] == "200.00" and noted.json()["due_date"] == invoice["due_date"]
    assert machine.get("invoices/?kickback_status=sent").json()["count"] == 1
    assert machine.patch(path, {"kickback_status": "x" * 33}).status_code == 400
    assert machine.patch(path, {"kickback_status": None}).json()["kickback_status"] is None


def test_filters_of_invoices(machine: Machine, invoice: dict[str, Any]) -> None:
    """Section 3: by account as code or uuid, number, amount, whether paid, and days."""

    def count(query: str) -> int:
        return int(machine.get(f"invoices/?{query}").json()["count"])

    for query in (
        f"account={invoice['account']}", f"account={invoice['account_code']}", "is_paid=false", "amount__gt=199.99",
        f"invoice_number={invoice['invoice_number']}", f"date={clock.today()}", "due_date__gte=2020-01-01",
    ):  # fmt: skip
        assert count(query) == 1, query
    for query in ("account=NOBODY", "is_paid=1", "amount__gt=200.00", "invoice_number=0", "subscription=x"):
        assert count(query) == 0, query
    assert machine.get("invoices/?amount__gt=many").status_code == 400


def test_lines_have_whole_numbers(machine: Machine, stranger: Machine, invoice: dict[str, Any]) -> None:
    """Section 4: `invoicelines` use integers, which find the same line again."""
    rows = machine.get(f"invoicelines/?invoice={invoice['uuid']}").json()["results"]
    assert {row["description"] for row in rows} == {"En", "To"}
    for row in rows:
        assert isinstance(row["id"], int)
        assert machine.get(f"invoicelines/{row['id']}/").json() == row
        assert stranger.get(f"invoicelines/{row['id']}/").status_code == 404
    assert machine.get("invoicelines/99999999999999999999/").status_code == 404


def test_a_credit_note_counts_below_nothing(machine: Machine, invoice: dict[str, Any]) -> None:
    """Section 13: credit notes stand in the same list, with negative amounts in both lists."""
    credit_in_full(
        machine.here, account=UUID(invoice["account"]), invoice=UUID(invoice["uuid"]), reason="Fejl", actor=SYSTEM,
        at=clock.now(),
    )  # fmt: skip
    (note,) = machine.get("invoices/?type=credit_note").json()["results"]
    assert (note["amount"], note["total"], note["credited_invoice"]) == ("-200.00", "-250.00", invoice["uuid"])
    assert [row["amount"] for row in note["invoiceline_set"]] == ["-100.00", "-100.00"]
    shown = machine.get(f"invoices/{note['uuid']}/").json()
    assert base64.b64decode(shown["pdf_base64"]).startswith(b"%PDF")
    assert {row["amount"] for row in machine.get("invoicelines/?amount__lt=0").json()["results"]} == {"-100.00"}


def test_what_a_month_brings_in(machine: Machine, invoice: dict[str, Any]) -> None:
    """Section 14: always an object; a bad month is not there."""
    month = invoice["due_date"][5:7] + "-" + invoice["due_date"][:4]
    (dkk,) = machine.get(f"cash-flow/{month}/").json()["currencies"]
    assert (dkk["currency"], dkk["expected"], dkk["overdue"], dkk["paid"]) == ("DKK", "250.00", "0.00", "0.00")
    assert dkk["days"] == [{"date": invoice["due_date"], "expected": "250.00", "paid": "0.00"}]
    assert machine.get("cash-flow/01-2001/").json() == {"month": "01-2001", "currencies": []}
    for bad in ("13-2026", "2026-11", "0-0", "11-99999"):
        assert machine.get(f"cash-flow/{bad}/").status_code == 404
