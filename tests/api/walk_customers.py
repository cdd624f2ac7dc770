"""The walk's customers: accounts and their recipients, as the document says."""

from typing import Any

from tests.api.fenerum_client import Fenerum
from tests.api.fenerum_shapes import ACCOUNT, ACCOUNT_ROW, RECIPIENT

#: What a well-known public client sends, and nothing else: seven fields, of which one may be null.
SEVEN = {
    "company_name": "Prøvefirmaet ApS", "code": "CUST001", "legal_address": "Prøvevej 1", "legal_zipcode": "8000",
    "legal_city": "Aarhus C", "legal_country": "Denmark", "legal_vat_number": None,
}  # fmt: skip
FULL = {
    "company_name": "Prøvekommunen", "code": "CUST002", "legal_address": "Torvet 2", "legal_zipcode": "5000",
    "legal_city": "Odense", "legal_country": "dk", "legal_vat_number": None, "billing_same_as_legal": "false",
    "billing_address": "Regningsvej 3", "billing_zipcode": "5000", "billing_city": "Odense", "billing_country": "DK",
    "language": "da", "partner": None, "ean_invoicing": True, "einvoicing_identifier_schema": "gln",
    "ean_number": "5790000000005", "invoice_note": "Att. kassen", "erp_id": "E-2",
    "default_collection_method": "invoice",
}  # fmt: skip
WRONG_ACCOUNT = {
    "company_name": "x" * 129, "code": "A/B", "legal_country": "Atlantis", "billing_same_as_legal": "perhaps",
    "partner": "nobody", "ean_number": "57900000000055",
    "ean_invoicing": 7, "einvoicing_identifier_schema": "IBAN",
    "default_collection_method": "barter", "legal_city": None,
}  # fmt: skip
REQUIRED = ("company_name", "code", "legal_address", "legal_zipcode", "legal_city", "legal_country")
FILTERS = {
    "uuid": "", "code": "CUST001", "type": "business", "search": "Prøve", "legal_country": "DK", "balance": "0",
    "subscription_status": "active", "subscriptions_status": "active", "subscription_collection_method": "invoice",
    "subscription_set_to_expire": "true", "active_payment_method": "payment_card", "is_getting_reminders": "0",
    "is_archived": "false", "reseller_program": "1", "registered_for_direct_debit": "false",
    "register_status": "normal", "ean_invoicing": "1",
    "created_date__gte": "2020-01-01", "last_modified_date__lte": "2099-12-31", "no_such": "x", "ordering": "-no_such",
}  # fmt: skip


def accounts(api: Fenerum) -> None:
    """Two customers: the least that may be sent (T2, T3), and every field."""
    made = api.write("POST", "accounts/", SEVEN, ACCOUNT, wrong=WRONG_ACCOUNT, required=REQUIRED)
    assert made["legal_country"] == "DK" and made["legal_vat_number"] is None
    full = api.ask("POST", "accounts/", ACCOUNT, FULL)
    assert full["billing_city"] == "Odense" and full["einvoicing_identifier_schema"] == "GLN"
    api.field_error("POST", "accounts/", SEVEN, "code")
    for field in ("billing_address", "billing_zipcode", "billing_city", "billing_country"):
        api.field_error("POST", "accounts/", FULL | {"code": "CUST003", field: None}, field)
    api.field_error("POST", "accounts/", FULL | {"code": "CUST003", "ean_number": None}, "ean_number")
    for name, value in FILTERS.items():
        api.page("accounts/", ACCOUNT_ROW, **{name: value})
    assert [row["code"] for row in api.every("accounts/", ACCOUNT_ROW, page_size=1)] == ["CUST002", "CUST001"]
    assert [row["code"] for row in api.every("accounts/", ACCOUNT_ROW, code="CUST002")] == ["CUST002"]
    assert next(api.every("accounts/", ACCOUNT_ROW, ordering="created_date"))["code"] == "CUST001"
    assert set(api.page("accounts/", ACCOUNT_ROW, fields="code,uuid")["results"][0]) == {"code", "uuid"}
    assert api.read(f"accounts/{made['uuid']}/", ACCOUNT)["code"] == "CUST001"
    _changed(api)


def _changed(api: Fenerum) -> None:
    """T4: seven fields sent with PUT leave the others as they are; PATCH does the same."""
    seven = SEVEN | {"code": "CUST002", "company_name": "Prøvekommunen II"}
    wrong = {"legal_country": "Atlantis", "code": "CUST001", "billing_same_as_legal": "perhaps"}
    put = api.write("PUT", "accounts/CUST002/", seven, ACCOUNT, wrong=wrong)
    assert (put["company_name"], put["language"], put["billing_city"]) == ("Prøvekommunen II", "da", "Odense")
    assert put["ean_invoicing"] is True and put["ean_number"] == "5790000000005"
    patched = api.write("PATCH", "accounts/CUST002/", {"erp_id": None}, ACCOUNT, wrong={"ean_number": "57900000000055"})
    assert not patched["erp_id"] and patched["invoice_note"] == "Att. kassen"
    assert api.read("accounts/CUST002/", ACCOUNT) == patched


def recipients(api: Fenerum) -> dict[str, Any]:
    """A person of the account, named by uuid (T12), and one who goes again. Returns the one who stays.

    An account that has somebody keeps one (XB-32): the last one's DELETE is a 409, which the document knows "as usual".
    """
    account = api.read("accounts/CUST001/", ACCOUNT)["uuid"]
    person = {
        "account": account, "name": "Karen Prøve", "email": "karen@prøvefirmaet.example".replace("ø", "oe"),
        "receive_invoice": True, "receive_payment_confirmation": "true", "receive_subscription_notifications": False,
    }  # fmt: skip
    wrong = {"email": "nobody", "receive_invoice": "perhaps", "account": "no-such"}
    karen: dict[str, Any] = api.write(
        "POST", "recipients/", person, RECIPIENT, wrong=wrong, required=("account", "name", "email")
    )
    assert karen["receive_subscription_notifications"] is False and karen["has_self_service_access"] is True
    _other(api, karen["email"])
    assert [row["uuid"] for row in api.read("accounts/CUST001/", ACCOUNT)["recipient_set"]] == [karen["uuid"]]
    api.refusal("DELETE", f"recipients/{karen['uuid']}/", 409)
    return karen


def _other(api: Fenerum, email: str) -> None:
    """The same address on another account: warned of, changed, and taken away."""
    api.ask("POST", "recipients/", RECIPIENT, {"account": "CUST002", "name": "Kassen", "email": "kassen@example.com"})
    other = api.ask("POST", "recipients/", RECIPIENT, {"account": "CUST002", "name": "K", "email": email})
    assert other["receive_invoice"] is True and other["warnings"] == ["duplicate_email"]
    at = f"recipients/{other['uuid']}/"
    put = api.write("PUT", at, {"name": "Karen, kommunen"}, RECIPIENT, wrong={"email": "x@"})
    assert put["email"] == email
    api.write("PATCH", at, {"receive_invoice": "false"}, RECIPIENT, wrong={"receive_invoice": "perhaps"})
    assert other["uuid"] in {row["uuid"] for row in api.every("recipients/", RECIPIENT, account="CUST002", page_size=1)}
    assert len(list(api.every("recipients/", RECIPIENT, email=email, page_size=1))) == 2
    assert api.read(at, RECIPIENT)["receive_invoice"] is False
    api.delete(at)
