"""What an account keeps, and what it forgets when it is sent empty (fenerum-api.md sections 4 and 5)."""

from typing import Any, Final

import pytest

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.tenancy.within import within
from tests.api.client import Machine, account_body

#: Every optional field with a value, and what it is once it was sent empty.
OPTIONAL: Final[dict[str, tuple[Any, Any]]] = {
    "legal_vat_number": ("12345674", None), "language": ("en", "da"), "partner": (7, None),
    "einvoicing_identifier_schema": ("SE", "GLN"), "ean_number": ("5798009811578", None),
    "ean_invoicing": (True, False), "invoice_note": ("Rekvisition følger.", None), "erp_id": ("E-1", None),
    "reseller_program": ("Guld", None), "register_status": ("NORMAL", None), "is_archived": (True, False),
    "is_getting_reminders": (False, True), "default_collection_method": ("payment_card", "invoice"),
}  # fmt: skip


@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize("empty", [None, ""])
def test_an_optional_field_is_kept_and_emptied(machine: Machine, name: str, empty: str | None) -> None:
    """Section 4: null, and an empty text, are allowed for every optional field and mean empty."""
    value, emptied = OPTIONAL[name]
    beside = {"ean_number": "5798009811578"} if name == "ean_invoicing" else {}
    made = machine.post("accounts/", account_body(**{name: value, **beside}))
    assert made.status_code == 201, made.content
    path = f"accounts/{made.json()['code']}/"
    assert made.json()[name] == machine.get(path).json()[name] == value
    changed = machine.put(path, {name: empty})
    assert changed.status_code == 200, changed.content
    assert changed.json()[name] == machine.get(path).json()[name] == emptied
    made = machine.post("accounts/", account_body(**{name: empty}))
    assert made.status_code == 201 and made.json()[name] == emptied


def test_what_was_read_can_be_sent_back(machine: Machine) -> None:
    """Section 4: the whole object as it came, sets and all, changes nothing; nor do sets that are sent empty."""
    body = account_body(
        billing_same_as_legal=False, billing_address="Boks 7", billing_zipcode="8200", billing_city="Aarhus N",
        billing_country="DK",
    )  # fmt: skip
    for values in (account_body(), body):
        code = machine.post("accounts/", values).json()["code"]
        assert machine.post("recipients/", {"account": code, "name": "A", "email": "a@example.com"}).status_code == 201
        path = f"accounts/{code}/"
        read = machine.get(path).json()
        assert machine.put(path, read).json() == read
        emptied = machine.put(path, {"recipient_set": [], "subscription_set": [], "paymentcard_set": [], "balance": []})
        assert emptied.status_code == 200 and emptied.json() == read
        assert len(read["recipient_set"]) == 1


def test_a_billing_address_is_emptied(machine: Machine) -> None:
    """Section 5: it is required when the flag is false; all of it sent empty is the legal address again."""
    given = {
        "billing_address": "Boks 7",
        "billing_zipcode": "8200",
        "billing_city": "Aarhus N",
        "billing_country": "DK",
    }
    made = machine.post("accounts/", account_body(**given)).json()
    path = f"accounts/{made['code']}/"
    assert made["billing_same_as_legal"] is False
    assert "billing_zipcode" in machine.put(path, {"billing_zipcode": None}).json()
    assert machine.put(path, {"billing_same_as_legal": False, **dict.fromkeys(given)}).status_code == 400
    emptied = machine.put(path, dict.fromkeys(given))
    assert emptied.status_code == 200, emptied.content
    assert emptied.json()["billing_same_as_legal"] is True and emptied.json()["billing_address"] is None


def test_a_name_of_128_signs(machine: Machine) -> None:
    """Section 5: `company_name` takes 128, and is found by its last word."""
    name = "Å" * 120 + " Holding"
    made = machine.post("accounts/", account_body(company_name=name))
    assert made.status_code == 201 and made.json()["company_name"] == name
    assert machine.get("accounts/?search=holding").json()["count"] == 1
    refused = machine.put(f"accounts/{made.json()['code']}/", {"company_name": name + "x"})
    assert refused.status_code == 400 and "company_name" in refused.json()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ean_invoicing": True}, "ean_number"),
        ({"ean_invoicing": True, "ean_number": "5798009811579"}, "ean_number"),
        ({"ean_invoicing": True, "einvoicing_identifier_schema": "SE"}, "ean_number"),
        ({"ean_invoicing": True, "einvoicing_identifier_schema": "CVR", "ean_number": "123"}, "ean_number"),
        ({"ean_invoicing": True, "einvoicing_identifier_schema": "CVR", "legal_vat_number": "12345674"}, ""),
        ({"ean_invoicing": True, "einvoicing_identifier_schema": "se", "ean_number": "12345674"}, ""),
        ({"ean_invoicing": "true", "ean_number": "5798009811578"}, ""),
    ],
)
def test_where_e_invoices_go_is_known(machine: Machine, values: dict[str, Any], field: str) -> None:
    """Section 5: `ean_number` with `ean_invoicing`; without an address that exists nothing would arrive (PTY-3)."""
    made = machine.post("accounts/", account_body(**values))
    assert made.status_code == (400 if field else 201), made.content
    if field:
        assert field in made.json()
        return
    path = f"accounts/{made.json()['code']}/"
    assert "ean_number" in machine.put(path, {"ean_number": None, "legal_vat_number": None}).json()
    assert machine.put(path, {"company_name": "Andet navn"}).status_code == 200
    assert machine.put(path, {"ean_number": None, "ean_invoicing": False}).status_code == 200


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ({"ean_number": "5798009811578"}, True),
        ({"ean_number": "5798009811579"}, False),
        ({"ean_number": "579800981157"}, False),
        ({"ean_number": "57980098ABCDE"}, False),
        ({"ean_number": "5798009811579", "ean_invoicing": False}, False),
        ({"ean_number": "12345674", "einvoicing_identifier_schema": "CVR"}, True),
        ({"ean_number": "1234567", "einvoicing_identifier_schema": "CVR"}, False),
        ({"ean_number": ""}, True),
    ],
)
def test_a_number_that_is_none_is_refused_at_its_field(machine: Machine, values: dict[str, Any], holds: bool) -> None:
    """Sections 2 and 5 (`ean_number`, text 13): a GLN has 13 digits with a check digit, with `ean_invoicing` or not."""
    made = machine.post("accounts/", account_body(**values))
    assert made.status_code == (201 if holds else 400), made.content
    path = f"accounts/{machine.post('accounts/', account_body()).json()['code']}/"
    for verb in (machine.put, machine.patch):
        assert verb(path, values).status_code == (200 if holds else 400)
    many = machine.post("accounts/", [account_body(), account_body(**values)])
    assert many.status_code == (201 if holds else 400)
    if not holds:
        assert set(made.json()) == {"ean_number", "code", "docs"} and made.json()["code"] == "ean_wrong"
        assert set(many.json()["1"]) == {"ean_number"}


def test_an_old_number_stands_in_nobodys_way(machine: Machine) -> None:
    """Section 4: what is left out keeps its value, also a number that was taken before it was checked (T4)."""
    code = machine.post("accounts/", account_body()).json()["code"]
    with within(machine.here):
        Account.objects.filter(code=code).update(ean="123")
    answer = machine.put(f"accounts/{code}/", {"company_name": "Andet navn", "legal_vat_number": "12345674"})
    assert (answer.status_code, answer.json()["ean_number"]) == (200, "123")
