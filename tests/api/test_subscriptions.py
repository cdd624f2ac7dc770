"""Subscriptions, plans, cards and the way in over the API (fenerum-api.md 5, 7, 8, 9, 11)."""

from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.queries.outlook import next_charge
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import make, portal
from tests.api.client import Machine

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


@pytest.fixture
def account(machine: Machine) -> Any:
    return make.account(machine.organization, party_type="business", cvr="12345674", created_at=clock.now())


@pytest.fixture
def terms(machine: Machine) -> Any:
    return make.terms(make.plan(machine.organization), unit_price_minor=10_000, code="M-1")


def started(machine: Machine, of: Any, on: Any, **more: Any) -> dict[str, Any]:
    body = {"account": of.code, "terms": on.code, "collection_method": "invoice", **more}
    answer = machine.post("subscriptions/", body)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def invoices(machine: Machine) -> list[Invoice]:
    with within(machine.here):
        return list(Invoice.objects.order_by("number"))


def test_a_subscription_is_started_and_billed(machine: Machine, account: Any, terms: Any) -> None:
    """T12, T14: by code and by uuid, decimals as text; other subscriptions stay (T20)."""
    first = started(machine, account, terms, quantity="3", po_number="PO-9", payment_terms=14)
    second = started(machine, account, terms, account=str(account.id), terms=str(terms.id))
    assert (first["quantity"], first["status"], first["unit_price"]) == (3, "active", "100.00")
    assert (first["po_number"], first["payment_terms"], first["group_on_invoice"]) == ("PO-9", 14, False)
    assert [each.net_minor for each in invoices(machine)] == [30_000, 10_000]
    listed = machine.get(f"subscriptions/?account={account.code}&status=active").json()
    assert {each["uuid"] for each in listed["results"]} == {first["uuid"], second["uuid"]}
    assert machine.get("subscriptions/?status=cancelled").json()["count"] == 0


def test_a_day_is_taken_as_it_is_written(machine: Machine, account: Any, terms: Any) -> None:
    """T6: the end of a day in UTC is that day."""
    day = clock.today() + timedelta(days=9)
    found = started(machine, account, terms, start_date=f"{day.isoformat()}T23:59:59+00:00")
    assert (found["start_date"], found["status"]) == (day.isoformat(), "scheduled")
    answer = machine.post(
        "subscriptions/",
        {"account": account.code, "terms": terms.code, "collection_method": "invoice", "start_date": "2020-01-31"},
    )
    assert answer.status_code == 400 and "start_date" in answer.json()


def test_the_quantity_alone_is_changed(machine: Machine, account: Any, terms: Any) -> None:
    """T5: at once, with proration; `change_type` makes it wait, and what waits can be taken away."""
    mine = started(machine, account, terms)
    changed = machine.put(f"subscriptions/{mine['uuid']}/", {"quantity": 59})
    assert changed.status_code == 200 and changed.json()["quantity"] == 59
    assert len(invoices(machine)) == 2
    waits = machine.patch(f"subscriptions/{mine['uuid']}/", {"quantity": 10, "change_type": "AT_RENEWAL"})
    assert waits.json()["quantity"] == 59
    (planned,) = machine.get(f"subscriptions/{mine['uuid']}/changes/").json()["results"]
    assert (planned["state"], planned["quantity"]) == ("scheduled", 10)
    path = f"subscriptions/{mine['uuid']}/changes/{planned['id']}/"
    assert machine.post(f"{path}cancel/").json()["state"] == "cancelled"
    assert machine.post(f"{path}cancel/").status_code == 200
    assert machine.get(path).json()["state"] == "cancelled"


def test_a_change_of_terms(machine: Machine, account: Any, terms: Any) -> None:
    """fenerum-api.md 8: hidden terms too, another currency is refused at `terms`, a day that is none at `date`."""
    mine = started(machine, account, terms)
    large = make.terms(make.plan(machine.organization), unit_price_minor=20_000, hidden=True)
    foreign = make.terms(make.plan(machine.organization), currency="EUR", unit_price_minor=20_000)
    path = f"subscriptions/{mine['uuid']}/changes/"
    now = machine.post(path, {"change_type": "immediate", "terms": large.code})
    assert (now.status_code, now.json()["state"]) == (201, "applied"), now.content
    assert machine.get(f"subscriptions/{mine['uuid']}/").json()["terms"] == str(large.id)
    refused = machine.post(path, {"change_type": "immediate", "terms": foreign.code})
    assert refused.status_code == 400 and "terms" in refused.json()
    day = machine.post(path, {"change_type": "at_specified_time", "terms": terms.code, "date": "2099-01-01"})
    assert day.status_code == 400 and "date" in day.json()
    assert machine.post(path, {"change_type": "immediate"}).status_code == 400
    assert machine.post(path, {"change_type": "never"}).json()["change_type"]


@pytest.mark.parametrize("kind", ["at_renewal", "today", "full_refund"])
def test_the_three_ways_to_end(kind: str, machine: Machine, account: Any, terms: Any) -> None:
    """fenerum-api.md 8: each does what it says, and a second time nothing."""
    mine = started(machine, account, terms)
    ended = machine.post(f"subscriptions/{mine['uuid']}/cancel/", {"cancellation_type": kind})
    assert ended.status_code == 200, ended.content
    body = ended.json()
    later = kind == "at_renewal"
    assert body["status"] == ("set_to_expire" if later else "cancelled")
    assert (body["end_date"] > clock.today().isoformat()) is later
    again = machine.post(f"subscriptions/{mine['uuid']}/cancel/", {"cancellation_type": "today"}).json()
    assert (again["status"], again["end_date"]) == (body["status"], body["end_date"])
    assert machine.post(f"subscriptions/{mine['uuid']}/cancel/", {}).json()["cancellation_type"]


def test_subscribe_ends_the_others(machine: Machine, account: Any, terms: Any) -> None:
    """T20: `subscribe` leaves one, and does nothing at all where one of them cannot end."""
    first = started(machine, account, terms)
    other = make.terms(make.plan(machine.organization), unit_price_minor=50_000)
    made = machine.post(f"accounts/{account.code}/subscribe/", {"terms": str(other.id), "quantity": 2})
    assert made.status_code == 201, made.content
    assert machine.get(f"subscriptions/{first['uuid']}/").json()["status"] == "cancelled"
    running = machine.get(f"subscriptions/?account={account.code}&status=active").json()["results"]
    assert [each["uuid"] for each in running] == [made.json()["uuid"]]
    nothing = machine.post(f"accounts/{account.code}/subscribe/", {"terms": "ukendt"})
    assert nothing.status_code == 400 and "terms" in nothing.json()
    assert machine.get(f"subscriptions/{made.json()['uuid']}/").json()["status"] == "active"


def test_what_is_wrong_is_said_at_its_field(machine: Machine, account: Any, terms: Any) -> None:
    """fenerum-api.md 2; XB-11: the limits of a quantity hold here, too."""
    few = make.terms(make.plan(machine.organization), minimum_quantity=5)
    body = {"account": account.code, "terms": few.code, "collection_method": "invoice", "quantity": 2}
    assert "quantity" in machine.post("subscriptions/", body).json()
    assert set(machine.post("subscriptions/", {}).json()) >= {"account", "terms", "collection_method"}
    assert "account" in machine.post("subscriptions/", {**body, "account": "ukendt"}).json()
    mine = started(machine, account, terms)
    other = make.account(machine.organization)
    moved = machine.put(f"subscriptions/{mine['uuid']}/", {"account": other.code})
    assert moved.status_code == 400 and "account" in moved.json()
    assert machine.put(f"subscriptions/{mine['uuid']}/", {"account": account.code}).status_code == 200


def test_another_organizations_rows_are_not_there(
    machine: Machine, stranger: Machine, account: Any, terms: Any
) -> None:
    """T18: reading, changing, ending, planning, and terms of another one in a body."""
    mine = started(machine, account, terms)
    path = f"subscriptions/{mine['uuid']}/"
    for answer in (
        stranger.get(path), stranger.put(path, {"quantity": 2}), stranger.get(f"{path}changes/"),
        stranger.post(f"{path}cancel/", {"cancellation_type": "today"}), stranger.get(f"plans/{terms.plan_id}/"),
        stranger.post(f"{path}changes/", {"change_type": "immediate", "quantity": 2}),
        stranger.post(f"accounts/{account.code}/subscribe/", {"terms": terms.code}),
    ):  # fmt: skip
        assert answer.status_code == 404, answer.content
    theirs = make.account(stranger.organization)
    body = {"account": theirs.code, "terms": str(terms.id), "collection_method": "invoice"}
    assert "terms" in stranger.post("subscriptions/", body).json()
    assert stranger.get("subscriptions/").json()["count"] == 0


def test_plans_terms_and_what_they_cost(machine: Machine, account: Any, terms: Any) -> None:
    """fenerum-api.md 7; T2: `account_code` may be null; nothing is saved."""
    plan = machine.get(f"plans/{terms.plan_id}/").json()
    assert plan["planterms_set"][0]["price"] == "100.00" and plan["vat_type"] == "services"
    made = machine.post(
        f"plans/{terms.plan_id}/terms/", {"code": "AAR", "price": "1000.50", "interval": "Year", "currency": "dkk"}
    )
    assert made.status_code == 201, made.content
    assert (made.json()["price"], made.json()["interval"]) == ("1000.50", "year")
    assert (
        "code" in machine.post(f"plans/{terms.plan_id}/terms/", {"code": "AAR", "price": 1, "interval": "day"}).json()
    )
    path = f"plans/{terms.plan_id}/terms/{made.json()['uuid']}/"
    assert machine.put(path, {"price": "1000.50", "is_active": False}).json()["is_active"] is False
    assert "price" in machine.put(path, {"price": "2"}).json()
    asked = {"account_country_code": "Denmark", "terms": "M-1", "quantity": "3", "account_code": None}
    cost = machine.post("plans/calculate/", asked).json()
    assert (cost["total"], cost["vat"], cost["total_incl_vat"], cost["vat_rate"]) == (
        "300.00", "75.00", "375.00", "25.00",
    )  # fmt: skip
    assert machine.post("plans/calculate/", {**asked, "account_code": account.code}).status_code == 200
    assert "account_code" in machine.post("plans/calculate/", {**asked, "account_code": "ukendt"}).json()
    assert "quantity" in machine.post("plans/calculate/", {**asked, "quantity": 0}).json()
    assert invoices(machine) == []


def test_both_spellings_of_cards(machine: Machine, stranger: Machine, account: Any) -> None:
    """T7, T15, T18: list, read and disable; the answer has a body, also the second time."""
    with within(machine.here):
        card = PaymentCard.objects.create(
            organization_id=machine.here, account=account, gateway="other", external_id="x1", last4="4242",
            saved_at=clock.now(),
        )  # fmt: skip
    for base in ("paymentcards", "paymentscards"):
        assert machine.get(f"{base}/?account={account.code}&is_active=true").json()["count"] == 1
        assert machine.get(f"{base}/{card.id}/").json()["last_digits"] == "4242"
        assert stranger.post(f"{base}/{card.id}/disable/").status_code == 404
    for _ in range(2):
        assert machine.post(f"paymentscards/{card.id}/disable/").json()["is_active"] is False
    assert machine.get("paymentcards/?is_active=1").json()["count"] == 0


@pytest.mark.parametrize(
    "path", ["/api/self-service/initiate-organization/", "/api/v1/self-service/initiate-organization"]
)
def test_a_way_in_without_a_mail(path: str, machine: Machine, account: Any) -> None:
    """SB-23, LG-12, fenerum-api.md 9: both paths; in Danish, straight to the cards, once."""
    anna = make.recipient(account)
    made = machine.post(path, {"email": anna.email.upper(), "target": "card", "locale": "da", "unknown": 1})
    assert made.status_code == 200, made.content
    body = made.json()
    assert body["url"] == body["link"] and date.fromisoformat(body["expires_at"][:10])
    browser = portal.client(machine.organization)
    browser.defaults["HTTP_USER_AGENT"] = CHROME
    inside = browser.get(body["url"].partition(".portal.test")[2])
    assert inside.headers["Location"] == "/til/kort/"
    assert browser.get("/log-ud/").status_code == 200


def test_the_reasons_are_told_to_the_caller(machine: Machine, stranger: Machine, account: Any) -> None:
    """fenerum-api.md 9: 400 with a code at the field, 403 where the door is closed."""
    path = "self-service/initiate-organization/"
    twin = make.recipient(account)
    make.recipient(account, email=twin.email)
    assert machine.post(path, {"email": twin.email}).json()["code"] == "duplicate_recipient"
    assert machine.post(path, {"email": twin.email, "recipient": str(twin.id)}).status_code == 200
    theirs = make.recipient(make.account(stranger.organization))
    assert "recipient" in machine.post(path, {"email": twin.email, "recipient": str(theirs.id)}).json()
    for body, field in (
        ({}, "email"), ({"email": "ikke en adresse"}, "email"), ({"email": twin.email, "target": "log"}, "target"),
        ({"email": twin.email, "account": "ukendt"}, "account"),
        ({"email": twin.email, "expires_in": 10}, "expires_in"),
        ({"email": twin.email, "return_url": "https://ond.example/"}, "return_url"),
        ({"email": twin.email, "permissions": ["alt"]}, "permissions"),
    ):  # fmt: skip
        answer = machine.post(path, body)
        assert answer.status_code == 400 and field in answer.json(), answer.content
    with within(machine.here):
        type(machine.organization).objects.filter(id=machine.here).update(self_service_enabled=False)
    assert machine.post(path, {"email": twin.email}).status_code == 403


def test_a_quantity_of_none_costs_nothing_and_is_kept(machine: Machine, account: Any, terms: Any) -> None:
    """Section 8: `quantity` from 0: nothing is invoiced, it renews, and comes up and down again with proration."""
    mine = started(machine, account, terms, quantity=0)
    assert (mine["quantity"], mine["status"], mine["unit_price"]) == (0, "active", "100.00")
    assert invoices(machine) == []
    path = f"subscriptions/{mine['uuid']}/"
    assert machine.put(path, {"quantity": 3}).json()["quantity"] == 3
    assert [each.net_minor for each in invoices(machine)] == [30_000]
    down = machine.patch(path, {"quantity": "0"})
    assert down.status_code == 200 and down.json()["quantity"] == 0
    (credited,) = machine.get("invoices/?type=credit_note").json()["results"][:1]
    assert credited["amount"] == "-300.00"
    with within(machine.here):
        assert next_charge(machine.here, account=account.id, today=clock.today()) is None
    run(machine.here, today=clock.today() + timedelta(days=40), at=clock.now() + timedelta(days=40))
    assert len(invoices(machine)) == 1
    negative = machine.put(path, {"quantity": -1})
    assert negative.status_code == 400 and "quantity" in negative.json()
    assert machine.post(f"{path}cancel/", {"cancellation_type": "today"}).status_code == 200
