"""Accounts over the API (fenerum-api.md section 5)."""

from datetime import date

from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import make
from tests.api.client import Machine, account_body


def test_an_account_is_made_read_and_changed(machine: Machine) -> None:
    """T1, T2, T3, T4: without X-Client-System, with null, with a country's name; PUT leaves the rest untouched."""
    made = machine.post("accounts/", account_body(legal_country="Denmark", language="da", billing_same_as_legal=False,
                                                  billing_address="Boks 7", billing_zipcode="8200",
                                                  billing_city="Aarhus N", billing_country="DK",
                                                  ean_number="5798009811578"))  # fmt: skip
    assert made.status_code == 201, made.content
    body = made.json()
    assert body["legal_country"] == "DK" and body["legal_vat_number"] is None
    assert "X-Notice" in made.headers
    seven = account_body(code=body["code"], company_name="Nyt navn ApS", legal_country="us")
    changed = machine.put(f"accounts/{body['code']}/", seven)
    assert changed.status_code == 200, changed.content
    after = changed.json()
    assert after["company_name"] == "Nyt navn ApS" and after["legal_country"] == "US"
    for kept in ("language", "billing_address", "billing_city", "ean_number", "uuid"):
        assert after[kept] == body[kept]
    assert machine.get(f"accounts/{body['uuid']}/").json()["code"] == body["code"]


def test_an_account_shows_its_subscriptions_and_cards(machine: Machine, stranger: Machine) -> None:
    """T5, T11, T18: the running subscription stands first, and its uuid is one that can be changed."""
    account, other = make.account(machine.organization), make.account(machine.organization)
    terms = make.terms(make.plan(machine.organization), unit_price_minor=10_000)
    for of in (account, other):
        make.subscription(of, terms, state="ended", ends_on=date(2026, 4, 1), changed_on=date(2026, 3, 9))
    running = make.subscription(account, terms, quantity=3)
    with within(machine.here):
        card = PaymentCard.objects.create(
            organization_id=machine.here, account=account, gateway="other", external_id="x1", last4="4242",
            saved_at=clock.now(),
        )  # fmt: skip
    body = machine.get(f"accounts/{account.code}/").json()
    first, second = body["subscription_set"]
    assert (first["uuid"], first["status"], first["account_code"]) == (str(running.id), "active", account.code)
    assert second["status"] == "cancelled"
    assert [(each["uuid"], each["last_digits"]) for each in body["paymentcard_set"]] == [(str(card.id), "4242")]
    address = f"subscriptions/{first['uuid']}/"
    assert stranger.put(address, {"quantity": 59}).status_code == 404
    changed = machine.put(address, {"quantity": 59})
    assert changed.status_code == 200, changed.content
    assert changed.json()["quantity"] == 59
    assert machine.get(f"accounts/{account.id}/").json()["subscription_set"][0]["quantity"] == 59
