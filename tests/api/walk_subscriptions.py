"""The walk's subscriptions: begun, changed at once and later, ended, and replaced by `subscribe`."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.api.fenerum_client import Fenerum
from tests.api.fenerum_shapes import ACCOUNT, CHANGE, SUBSCRIPTION

NEW = {"account": "CUST001", "terms": "month", "collection_method": "invoice"}
FULL = NEW | {
    "start_date": "2026-11-30T23:59:59+00:00", "quantity": 2, "group_on_invoice": "true", "payment_terms": 14,
    "pre_renewal_invoicing": True, "po_number": "PO-1", "invoice_supplement": "Hold A", "reference_person": "Karen",
    "case_number": "2026-1", "custom_price": None,
}  # fmt: skip
WRONG = {
    "account": "no-such", "terms": "no-such", "collection_method": "barter", "start_date": "soon", "quantity": -1,
    "group_on_invoice": "perhaps", "payment_terms": "late", "custom_price": "dear",
}  # fmt: skip
FILTERS = {
    "account": "CUST001", "terms": "month", "status": "active", "collection_method": "invoice",
    "created_date__lt": "2099-01-01", "start_date__gte": "2020-01-01", "last_modified_date__gt": "2020-01-01",
}  # fmt: skip


def subscriptions(api: Fenerum) -> dict[str, Any]:
    """One that begins today and one from 30 November (T6); neither ends the other (T20). Returns the first."""
    mine: dict[str, Any] = api.write(
        "POST", "subscriptions/", NEW, SUBSCRIPTION, wrong=WRONG, required=("account", "terms", "collection_method")
    )
    assert (mine["quantity"], mine["status"], mine["group_on_invoice"]) == (1, "active", False)
    later = api.ask("POST", "subscriptions/", SUBSCRIPTION, FULL)
    assert later["start_date"][:10] == "2026-11-30" and later["payment_terms"] == 14
    assert (later["po_number"], later["group_on_invoice"]) == ("PO-1", True)
    assert mine["payment_terms"] == 8, "the organization's"
    for price in ("-1", "80.001", "100000000.01"):
        api.field_error("POST", "subscriptions/", NEW | {"custom_price": price}, "custom_price")
    for name, value in FILTERS.items():
        api.page("subscriptions/", SUBSCRIPTION, **{name: value})
    assert {row["uuid"] for row in api.every("subscriptions/", SUBSCRIPTION, account="CUST001", page_size=1)} == {
        mine["uuid"], later["uuid"],
    }  # fmt: skip
    assert api.read(f"subscriptions/{mine['uuid']}/", SUBSCRIPTION)["status"] == "active"
    return mine


def changed(api: Fenerum, subscription: dict[str, Any]) -> None:
    """T5, T11: the uuid that stands in the account is what a change is sent to, with one field."""
    found = api.read("accounts/CUST001/", ACCOUNT)["subscription_set"]
    assert subscription["uuid"] in {row["uuid"] for row in found}
    at = f"subscriptions/{subscription['uuid']}/"
    wrong = {"quantity": "many", "terms": "no-such", "collection_method": "barter"}
    put = api.write("PUT", at, {"quantity": 59}, SUBSCRIPTION, wrong=wrong)
    assert (put["quantity"], put["collection_method"], put["status"]) == (59, "invoice", "active")
    patched = api.write("PATCH", at, {"po_number": "PO-2"}, SUBSCRIPTION, wrong={"group_on_invoice": "perhaps"})
    assert (patched["quantity"], patched["po_number"]) == (59, "PO-2")


def changes(api: Fenerum, subscription: dict[str, Any]) -> None:
    """A change that waits for the renewal, read, and taken back."""
    at = f"subscriptions/{subscription['uuid']}/changes/"
    body = {"change_type": "at_renewal", "terms": "year", "quantity": 3}
    wrong = {"change_type": "whenever", "terms": "no-such", "quantity": "many", "date": "soon"}
    made = api.write("POST", at, body, CHANGE, wrong=wrong, required=("change_type",))
    assert (made["state"], made["quantity"]) == ("scheduled", 3)
    mine = f"{at}{made['id']}/"
    assert api.read(mine, CHANGE) == made
    assert [row["id"] for row in api.every(at, CHANGE) if row["state"] == "scheduled"] == [made["id"]]
    assert api.write("POST", f"{mine}cancel/", {}, CHANGE, status=200)["state"] == "cancelled"
    assert api.read(f"subscriptions/{subscription['uuid']}/", SUBSCRIPTION)["quantity"] == 59


def _day(instant: str) -> str:
    """In the organization's zone."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo("Europe/Copenhagen")).date().isoformat()


def subscribed(api: Fenerum, subscription: dict[str, Any]) -> dict[str, Any]:
    """T20: `subscribe` ends all others. Then the three ways of cancelling. Returns what runs on."""
    wrong = {"terms": "no-such", "quantity": "many", "collection_method": "barter"}
    only = api.write("POST", "accounts/CUST001/subscribe/", {"terms": "month"}, SUBSCRIPTION, wrong=wrong,
                     required=("terms",))  # fmt: skip
    found = api.read("accounts/CUST001/", ACCOUNT)["subscription_set"]
    assert {row["uuid"] for row in found if row["status"] in {"scheduled", "active"}} == {only["uuid"]}
    ended = api.read(f"subscriptions/{subscription['uuid']}/", SUBSCRIPTION)
    assert ended["status"] in {"cancelled", "set_to_expire"} and ended["cancelled_date"]
    at = f"subscriptions/{only['uuid']}/cancel/"
    gone = api.write("POST", at, {"cancellation_type": "AT_RENEWAL"}, SUBSCRIPTION, status=200,
                     wrong={"cancellation_type": "someday"}, required=("cancellation_type",))  # fmt: skip
    assert gone["status"] == "set_to_expire" and gone["end_date"] == _day(gone["next_renewal_date"])
    assert gone["cancelled_date"]
    for kind in ("today", "full_refund"):
        extra = api.ask("POST", "subscriptions/", SUBSCRIPTION, NEW)
        at = f"subscriptions/{extra['uuid']}/cancel/"
        ended = api.ask("POST", at, SUBSCRIPTION, {"cancellation_type": kind}, status=200)
        assert ended["status"] == "cancelled"
        assert api.ask("POST", at, SUBSCRIPTION, {"cancellation_type": kind}, status=200) == ended
    running: dict[str, Any] = api.ask("POST", "subscriptions/", SUBSCRIPTION, NEW)
    return running
