"""The walk's money: draft lines, the invoices they become, cash flow and cards."""

import base64
from typing import Any

from tests.api.fenerum_client import Fenerum
from tests.api.fenerum_shapes import CARD, CASH_FLOW, DRAFT, INVOICE, INVOICE_ROW, LINE, many

USE: dict[str, Any] = {"account": "CUST001", "description": "Samtaler", "vat_type": "services"}
USE_FULL: dict[str, Any] = {
    **USE,
    "collect_vat": True, "date_from": "2026-10-01", "date_to": "2026-10-31T23:59:59+00:00", "price": 12.5,
    "quantity": "10", "currency": "DKK", "include_in_next_renewal_invoice": "false", "revenue_group": None,
}  # fmt: skip
WRONG_USE = {
    "account": "no-such", "vat_type": "magic", "collect_vat": "perhaps", "date_from": "soon", "price": "dear",
    "quantity": "many", "currency": "kroner", "include_in_next_renewal_invoice": "perhaps",
    "discount_percentage": "half",
}  # fmt: skip
INVOICE_FILTERS = {
    "account": "CUST001", "is_paid": "false", "amount__gt": "0", "amount__lte": "100000", "date__gte": "2020-01-01",
    "created_date__lt": "2099-01-01", "ordering": "amount",
}  # fmt: skip


def draft_lines(api: Fenerum) -> None:
    """One, a batch of two (all or nothing), changed and one taken away again."""
    least = api.write("POST", "draftinvoicelines/", USE, DRAFT, wrong=WRONG_USE,
                      required=("account", "description", "vat_type"))  # fmt: skip
    assert (float(least["price"]), float(least["quantity"]), least["collect_vat"]) == (0, 1, True)
    full = api.ask("POST", "draftinvoicelines/", DRAFT, USE_FULL)
    assert (float(full["price"]), full["date_to"], full["revenue_group"]) == (12.5, "2026-10-31", None)
    batch = [USE | {"price": "1250.00"}, USE | {"price": 1250, "discount_percentage": "10"}]
    said = api.refusal("POST", "draftinvoicelines/", 400, [batch[0], batch[1] | {"price": "dear"}])
    assert list(said["1"]) == ["price"] and "0" not in said
    two = api.ask("POST", "draftinvoicelines/", many(DRAFT), batch)
    assert len(two) == 2 and len(list(api.every("draftinvoicelines/", DRAFT, account="CUST001", page_size=1))) == 4
    exclusive = USE | {"discount_percentage": "10", "discount_fixed_total": "5"}
    api.refusal("POST", "draftinvoicelines/", 400, exclusive)
    for name, value in {"currency": "DKK", "created_date__gte": "2020-01-01"}.items():
        assert api.page("draftinvoicelines/", DRAFT, **{name: value})["count"] == 4
    at = f"draftinvoicelines/{least['uuid']}/"
    put = api.write("PUT", at, {"price": "20"}, DRAFT, wrong={"price": "dear", "vat_type": "magic"})
    assert (float(put["price"]), put["description"]) == (20, "Samtaler")
    api.write("PATCH", at, {"quantity": 2}, DRAFT, wrong={"quantity": "many"})
    assert float(api.read(at, DRAFT)["quantity"]) == 2
    api.delete(at)


def invoices(api: Fenerum) -> dict[str, Any]:
    """What is drafted becomes one invoice; once more there is nothing to do. Returns the invoice."""
    drafts = [row["uuid"] for row in api.every("draftinvoicelines/", DRAFT, account="CUST001")]
    made = api.write("POST", "accounts/CUST001/generate_invoice/", {}, many(INVOICE_ROW))
    assert [row["amount"] for row in made] == ["2500.00"]
    assert api.ask("POST", "accounts/CUST001/generate_invoice/", many(INVOICE_ROW), {}) == []
    for method in ("PUT", "DELETE"):
        for uuid in drafts:
            assert api.call(method, f"draftinvoicelines/{uuid}/", {"price": "1"}).status_code in {404, 409}
    number = made[0]["invoice_number"]
    rows = list(api.every("invoices/", INVOICE_ROW, invoice_number=number))
    assert [row["uuid"] for row in rows] == [made[0]["uuid"]] and "pdf_base64" not in rows[0]
    for name, value in (INVOICE_FILTERS | {"subscription": _a_subscription(api)}).items():
        api.page("invoices/", INVOICE_ROW, **{name: value})
    at = f"invoices/{made[0]['uuid']}/"
    invoice: dict[str, Any] = api.read(at, INVOICE)
    assert base64.b64decode(invoice["pdf_base64"]).startswith(b"%PDF")
    for method, word in (("PATCH", "returned"), ("PUT", None)):
        answer = api.write(method, at, {"kickback_status": word, "amount": "1.00"}, INVOICE_ROW,
                           wrong={"kickback_status": "x" * 33})  # fmt: skip
        assert (answer["kickback_status"], answer["amount"]) == (word, "2500.00")
    return invoice


def _a_subscription(api: Fenerum) -> str:
    lines = (line for line in api.every("invoicelines/", LINE) if line["subscription"])
    return str(next(lines)["subscription"])


def lines_and_months(api: Fenerum, invoice: dict[str, Any]) -> None:
    """The invoice line by line, and the month it belongs to."""
    rows = list(api.every("invoicelines/", LINE, invoice=invoice["uuid"], page_size=1))
    assert len(rows) == 3 and {row["id"] for row in rows} == {row["id"] for row in invoice["invoiceline_set"]}
    assert sum(float(row["amount"]) for row in rows) == float(invoice["amount"])
    for name, value in {"account": "CUST001", "date_from__gte": "2020-01-01", "created_date__gt": "2020-01-01"}.items():
        api.page("invoicelines/", LINE, **{name: value})
    assert api.read(f"invoicelines/{rows[0]['id']}/", LINE) == rows[0]
    month = f"{invoice['date'][5:7]}-{invoice['date'][:4]}"
    flow = api.read(f"cash-flow/{month}/", CASH_FLOW)
    assert flow["month"] == month and [row["currency"] for row in flow["currencies"]] == ["DKK"]
    api.refusal("GET", "cash-flow/13-2026/", 404)


def cards(api: Fenerum, spelling: str, *, gateway: str, token: str) -> None:
    """T7, T15: a card of the gateway made ours, read, and disabled twice, under either spelling."""
    body = {"account": "CUST001", "gateway": gateway, "token": token}
    wrong = {"account": "no-such", "gateway": "barter", "token": "no-such-token"}
    card = api.write("POST", f"{spelling}/", body, CARD, wrong=wrong, required=("account", "gateway", "token"))
    assert (card["is_active"], card["gateway"], card["disabled_date"]) == (True, gateway, None)
    assert card["uuid"] in {row["uuid"] for row in api.every(f"{spelling}/", CARD, account="CUST001", is_active="true")}
    at = f"{spelling}/{card['uuid']}/"
    assert api.read(at, CARD) == card
    disabled = api.write("POST", f"{at}disable/", {}, CARD, status=200)
    assert disabled["is_active"] is False and disabled["disabled_date"]
    assert api.ask("POST", f"{at}disable/", CARD, {}, status=200) == disabled
    assert card["uuid"] not in {row["uuid"] for row in api.every(f"{spelling}/", CARD, is_active="true")}
