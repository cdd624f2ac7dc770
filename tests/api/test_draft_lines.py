"""Draft lines and what becomes of them (fenerum-api.md sections 5 and 12)."""

from typing import Any

import pytest

from selvbetjening.domain.invoicing.models import DraftLine
from selvbetjening.domain.tenancy.within import within
from tests.api.client import Machine, account_body


def line(account: str, **values: Any) -> dict[str, Any]:
    return {"account": account, "description": "Opsætning", "vat_type": "services", **values}


@pytest.fixture
def code(machine: Machine) -> str:
    return str(machine.post("accounts/", account_body()).json()["code"])


def test_a_line_keeps_what_was_put(machine: Machine, code: str) -> None:
    """T14: numbers as text and as numbers; the defaults of section 12; PUT leaves the rest; DELETE is empty (T10)."""
    made = machine.post("draftinvoicelines/", line(code))
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["price"], body["quantity"], body["collect_vat"]) == ("0.00", "1", True)
    assert body["include_in_next_renewal_invoice"] is False and body["revenue_group"] is None
    path = f"draftinvoicelines/{body['uuid']}/"
    changed = machine.put(path, {"price": 1250, "quantity": "10", "date_from": "2026-11-30T23:59:59+00:00"}).json()
    assert (changed["price"], changed["quantity"], changed["date_from"]) == ("1250.00", "10", "2026-11-30")
    assert changed["description"] == "Opsætning"
    assert machine.get(f"draftinvoicelines/?account={code}").json()["count"] == 1
    gone = machine.delete(path)
    assert gone.status_code == 204 and gone.content == b""
    assert machine.get(path).status_code == 404


def test_many_at_once_are_all_or_nothing(machine: Machine, code: str) -> None:
    """Section 12: an array answers an array; one that is wrong is named by its place, and nothing is kept."""
    good = [line(code, price=str(number)) for number in range(1, 4)]
    made = machine.post("draftinvoicelines/", good)
    assert made.status_code == 201
    assert [row["price"] for row in made.json()] == ["1.00", "2.00", "3.00"]
    wrong = machine.post("draftinvoicelines/", [good[0], line("NOBODY"), line(code, price="-1"), {"account": code}])
    assert wrong.status_code == 400
    told = wrong.json()
    assert "description" in told["3"]
    wrong = machine.post("draftinvoicelines/", [good[0], line("NOBODY"), line(code, price="-1")]).json()
    assert "account" in wrong["1"] and "price" in wrong["2"] and "0" not in wrong
    with within(machine.here):
        assert DraftLine.objects.filter(organization_id=machine.here).count() == 3


@pytest.mark.parametrize(
    ("values", "amount"),
    [
        ({"price": "100.00", "quantity": "3"}, "300.00"),
        ({"price": "100.00", "quantity": "2.5"}, "250.00"),
        ({"price": "0.0125", "quantity": "1000"}, "12.50"),
        ({"price": "100", "quantity": "2", "discount_percentage": "10"}, "180.00"),
        ({"price": "100", "quantity": "2", "discount_fixed_per_quantity": "15"}, "170.00"),
        ({"price": "100", "quantity": "2", "discount_fixed_total": 50}, "150.00"),
    ],
)
def test_what_a_line_comes_to(machine: Machine, code: str, values: dict[str, Any], amount: str) -> None:
    """Section 12: parts of a piece, prices finer than an øre, and the three discounts, to the øre on the invoice."""
    made = machine.post("draftinvoicelines/", line(code, **values))
    assert made.status_code == 201, made.content
    issued = machine.post(f"accounts/{code}/generate_invoice/")
    assert issued.status_code == 201, issued.content
    (invoice,) = issued.json()
    assert invoice["amount"] == amount
    assert [row["amount"] for row in invoice["invoiceline_set"]] == [amount]


def test_two_discounts_are_refused(machine: Machine, code: str) -> None:
    two = machine.post("draftinvoicelines/", line(code, price="9", discount_percentage="1", discount_fixed_total="1"))
    assert two.status_code == 400 and "non_field_errors" in two.json()


def test_drafts_are_invoiced_when_asked(machine: Machine, code: str) -> None:
    """Section 5: one invoice for each currency, those for the next renewal stay, nothing to do is an empty array."""
    assert machine.post(f"accounts/{code}/generate_invoice/").json() == []
    machine.post("draftinvoicelines/", [
        line(code, price="100"), line(code, price="50", collect_vat="false"),
        line(code, price="7", include_in_next_renewal_invoice=True),
    ])  # fmt: skip
    answer = machine.post(f"accounts/{code}/generate_invoice/")
    assert answer.status_code == 201, answer.content
    (invoice,) = answer.json()
    assert (invoice["amount"], invoice["vat"], invoice["total"]) == ("150.00", "25.00", "175.00")
    assert machine.post(f"accounts/{code}/generate_invoice/").json() == []
    (waits,) = machine.get("draftinvoicelines/").json()["results"]
    assert waits["price"] == "7.00"


def test_an_invoiced_line_is_final(machine: Machine, code: str) -> None:
    """Section 12: 409 once invoiced, for a change and for a deletion."""
    made = machine.post("draftinvoicelines/", line(code, price="10")).json()
    assert machine.post(f"accounts/{code}/generate_invoice/").status_code == 201
    path = f"draftinvoicelines/{made['uuid']}/"
    assert machine.patch(path, {"price": "1"}).status_code == 409
    assert machine.delete(path).status_code == 409
    assert machine.get(path).status_code == 200


def test_lines_of_another_organization_are_not_there(machine: Machine, stranger: Machine, code: str) -> None:
    """T18."""
    made = machine.post("draftinvoicelines/", line(code, price="10")).json()
    assert stranger.get(f"draftinvoicelines/{made['uuid']}/").status_code == 404
    assert stranger.get("draftinvoicelines/").json()["results"] == []
    assert stranger.post("draftinvoicelines/", line(code)).json()["account"]
