"""Numbers, days and texts that no client means: refused at their field or taken as they are, and never a 500."""

import json
from typing import Any, Final

import pytest

from selvbetjening.kernel import clock
from tests import make
from tests.api.client import Machine, account_body

ODD: Final[tuple[Any, ...]] = (
    True, -1, 0, 1.5, "1e400", "NaN", "sNaN", "Infinity", "-0", 10**13, 10**400, 2**31, 2**63, -(2**31), "0.005",
    "1_000", "١٢", "0x10", "1e-400", [], {}, [1], "a\x00b", "\ud800", "x" * 100_000, "2024-02-30", "9999-12-31",
    "0001-01-01", "10000-01-01", "2026-03-29T02:30:00", "2024-02-29", "2026-13-01", None, "",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _many(settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 100_000


@pytest.fixture
def account(machine: Machine) -> Any:
    make.terms(make.plan(machine.organization), unit_price_minor=10_000, code="M-1")
    return make.account(machine.organization, party_type="business", cvr="12345674", created_at=clock.now())


def tried(machine: Machine, method: str, path: str, body: dict[str, Any], fields: str) -> dict[tuple[str, str], Any]:
    """What was taken: by field and value, the answer."""
    taken = {}
    for field in fields.split():
        for odd in ODD:
            answer = machine.call(method, path, json.dumps({**body, field: odd}))
            assert answer.status_code < 500, (field, str(odd)[:30], answer.content)
            assert answer.status_code != 400 or json.loads(answer.content), (field, odd)
            if answer.status_code < 300:
                taken[field, str(odd)[:20]] = answer.json()
    return taken


def test_draft_lines(machine: Machine, account: Any) -> None:
    """Section 12: no line is worth less than nothing, more than it may, or dated where no day is."""
    body = {"account": str(account.id), "description": "x", "vat_type": "services", "price": "10", "quantity": 1}
    fields = "price quantity date_from date_to currency discount_percentage discount_fixed_per_quantity description"
    taken = tried(machine, "POST", "draftinvoicelines/", body, fields)
    assert not {value for field, value in taken if field in {"price", "quantity"}} & {
        "-1", "True", "NaN", "sNaN", "Infinity", "1_000", "١٢", "0x10", "1e-400",
    }  # fmt: skip
    line = machine.post("draftinvoicelines/", body).json()
    tried(machine, "PUT", f"draftinvoicelines/{line['uuid']}/", {}, f"{fields} account")
    issued = machine.post(f"accounts/{account.id}/generate_invoice/")
    assert issued.status_code == 201, issued.content
    for invoice in issued.json():
        assert machine.get(f"invoices/{invoice['uuid']}/").status_code == 200
    assert machine.get("cash-flow/11-2026/").status_code == 200


def test_subscriptions(machine: Machine, account: Any) -> None:
    """Section 8: what is kept beside a subscription has its bounds, too."""
    body = {"account": str(account.id), "terms": "M-1", "collection_method": "invoice"}
    fields = "quantity start_date payment_terms pre_renewal_invoicing po_number terms group_on_invoice"
    taken = tried(machine, "POST", "subscriptions/", body, fields)
    assert not {value for field, value in taken if field == "quantity"} & {"True", "-1", "1_000", "١٢", "0x10"}
    mine = machine.post("subscriptions/", body).json()
    path = f"subscriptions/{mine['uuid']}/"
    tried(machine, "PUT", path, {}, f"{fields} date change_type invoice_supplement")
    tried(machine, "POST", f"{path}changes/", {"change_type": "immediate"}, "quantity date terms early_renewal")
    tried(machine, "POST", f"{path}cancel/", {}, "cancellation_type")
    assert machine.get(f"accounts/{account.id}/").status_code == 200


def test_a_start_is_within_ten_years(machine: Machine, account: Any) -> None:
    """Section 8: no period ends behind the last day that a calendar has."""
    body = {"account": str(account.id), "terms": "M-1", "collection_method": "invoice"}
    for day in ("9999-12-31", "9999-11-30", "2400-02-29"):
        answer = machine.post("subscriptions/", {**body, "start_date": day})
        assert answer.status_code == 400 and "start_date" in answer.json(), answer.content


def test_terms_and_prices(machine: Machine, account: Any) -> None:
    """Section 7."""
    plan = machine.get("plans/").json()["results"][0]["uuid"]
    for number, field in enumerate(("price", "interval_count", "currency", "interval", "code")):
        for place, odd in enumerate(ODD):
            body = {"code": f"T-{number}-{place}", "price": "1", "interval": "month", field: odd}
            answer = machine.call("POST", f"plans/{plan}/terms/", json.dumps(body))
            assert answer.status_code < 500, (field, str(odd)[:30], answer.content)
    asked = {"account_country_code": "DK", "terms": "M-1", "quantity": 1}
    tried(machine, "POST", "plans/calculate/", asked, "quantity account_country_code account_code terms")
    assert machine.get("plans/").status_code == 200


def test_links(machine: Machine, account: Any) -> None:
    """Section 9."""
    anna = make.recipient(account)
    fields = "email account recipient return_url locale target permissions expires_in delivery"
    tried(machine, "POST", "self-service/initiate-organization/", {"email": anna.email}, fields)


def test_what_a_body_may_not_set(machine: Machine, stranger: Machine, account: Any) -> None:
    """SEC-25: fields that are ours are ignored in every body."""
    ours = {
        "organization": str(stranger.here), "organization_id": str(stranger.here), "uuid": str(stranger.here),
        "id": str(stranger.here), "balance": [{"currency": "DKK", "amount": "9999.00"}], "state": "ended",
        "status": "cancelled", "created_date": "2001-01-01T00:00:00+00:00", "next_renewal_date": "2001-01-01",
        "is_paid": True, "outstanding": "0.00", "unit_price": "0.01", "signing_secret": "whsec_x", "removed_at": "x",
    }  # fmt: skip
    made = [
        machine.post("accounts/", account_body(**ours)),
        machine.post(
            "subscriptions/", {"account": account.code, "terms": "M-1", "collection_method": "invoice", **ours}
        ),
        machine.post("recipients/", {"account": account.code, "name": "A", "email": "a@example.com", **ours}),
        machine.post(
            "draftinvoicelines/", {"account": account.code, "description": "x", "vat_type": "services", **ours}
        ),
        machine.post("webhooks/", {"endpoint": "https://hooks.example.dk/in", **ours}),
    ]
    for answer in made:
        assert answer.status_code == 201, answer.content
        body = answer.json()
        assert body["uuid"] != str(stranger.here)
        assert not any(body.get(name) == ours[name] for name in ours if name in body), body
        assert body["created_date"][:4] != "2001"
    assert stranger.get("accounts/").json()["count"] == 0
    invoice = machine.get("invoices/").json()["results"][0]
    same = machine.patch(
        f"invoices/{invoice['uuid']}/", {**ours, "amount": "0.01", "total": "0.01", "number": "1"}
    ).json()
    assert {name: same[name] for name in invoice if name != "last_modified_date"} == {
        name: value for name, value in invoice.items() if name != "last_modified_date"
    }


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000, b'{"a":' * 50_000, b'{"code": "' + b"x" * 9_000_000 + b'"}', b"\xff\xfe", b"nul", b"NaN", b"[]",
        b'"text"', b"1", b"null", b'{"code": "A", "code": "B"}', b"\xef\xbb\xbf{}", b"{" + b" " * 100_000 + b"}",
        b'{"price": 1' + b"0" * 5_000 + b"}",
    ],
    ids=lambda body: str(body[:12]),
)  # fmt: skip
@pytest.mark.parametrize("path", ["accounts/", "draftinvoicelines/", "plans/calculate/"])
def test_bodies_that_are_none(machine: Machine, path: str, body: bytes) -> None:
    """T9: deep, huge, doubled or no JSON at all is refused in JSON."""
    answer = machine.call("POST", path, body)
    if path != "plans/calculate/" and body == b"[]":
        assert (answer.status_code, answer.json()) == (201, [])
        return
    assert answer.status_code in {400, 413} and isinstance(answer.json(), dict), answer.content[:200]


def test_other_peoples_ids_in_a_body_are_unknown(machine: Machine, stranger: Machine, account: Any) -> None:
    """T18, SEC-19: an account, terms or recipient of another organization is none, by code and by uuid."""
    theirs = make.account(stranger.organization)
    terms = make.terms(make.plan(stranger.organization), code="THEIRS")
    mine = machine.post(
        "subscriptions/", {"account": account.code, "terms": "M-1", "collection_method": "invoice"}
    ).json()
    line = {"description": "x", "vat_type": "services"}
    put = machine.post("draftinvoicelines/", {**line, "account": account.code}).json()
    for each in (str(theirs.id), theirs.code):
        sale = {"account": each, "terms": "M-1", "collection_method": "invoice"}
        person = {"account": each, "name": "A", "email": "a@example.com"}
        asked = {"account_country_code": "DK", "terms": "M-1", "quantity": 1, "account_code": each}
        for answer in (
            machine.post("subscriptions/", sale), machine.post("recipients/", person),
            machine.post("draftinvoicelines/", {**line, "account": each}),
            machine.put(f"draftinvoicelines/{put['uuid']}/", {"account": each}),
            machine.put(f"subscriptions/{mine['uuid']}/", {"account": each}),
            machine.post("plans/calculate/", asked),
            machine.post("self-service/initiate-organization/", {"email": "a@example.com", "account": each}),
        ):  # fmt: skip
            assert answer.status_code == 400 and str(theirs.name) not in answer.content.decode(), answer.content
        for name in ("invoices", "subscriptions", "recipients", "draftinvoicelines", "paymentcards", "invoicelines"):
            assert machine.get(f"{name}/?account={each}").json()["count"] == 0
    for each in (str(terms.id), "THEIRS"):
        for answer in (
            machine.post(f"accounts/{account.code}/subscribe/", {"terms": each}),
            machine.put(f"subscriptions/{mine['uuid']}/", {"terms": each}),
            machine.post(f"subscriptions/{mine['uuid']}/changes/", {"change_type": "immediate", "terms": each}),
            machine.post("plans/calculate/", {"account_country_code": "DK", "terms": each, "quantity": 1}),
        ):
            assert answer.status_code == 400 and "terms" in answer.json(), answer.content
