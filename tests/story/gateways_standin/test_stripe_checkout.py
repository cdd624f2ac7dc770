"""Stripe's Checkout through the real SDK: save, pay, pay and save, the bank's question, cancel, expire."""

import json
from typing import Any

import pytest
from stripe import InvalidRequestError, StripeClient

from tests.gateways import Gateways

BACK = "https://fjordbyg.portal.test/betalt?s={CHECKOUT_SESSION_ID}"
AWAY = "https://fjordbyg.portal.test/fortrudt"


def customer(client: StripeClient) -> str:
    made = client.v1.customers.create(
        {"name": "Anna", "email": "anna@nordlys.example", "metadata": {"account": "A7"}, "preferred_locales": ["da"]}
    )
    return str(made.id)


def pay(client: StripeClient, *, save: bool = False, key: str = "pay:1", **more: Any) -> Any:
    intent: dict[str, Any] = {"metadata": {"attempt": "A1"}}
    if save:
        intent["setup_future_usage"] = "off_session"
    price = {"currency": "dkk", "unit_amount": 12500, "product_data": {"name": "Faktura 1001"}}
    params: Any = {
        "mode": "payment", "customer": customer(client), "line_items": [{"price_data": price, "quantity": 1}],
        "payment_intent_data": intent, "success_url": BACK, "cancel_url": AWAY, "locale": "da",
        "client_reference_id": "A1", "metadata": {"attempt": "A1"}, **more,
    }  # fmt: skip
    return client.v1.checkout.sessions.create(params, {"idempotency_key": key})


def save(client: StripeClient) -> Any:
    params: Any = {
        "mode": "setup", "customer": customer(client), "currency": "dkk", "success_url": BACK, "cancel_url": AWAY,
        "locale": "da", "client_reference_id": "S1", "metadata": {"save_ref": "S1"},
        "setup_intent_data": {"metadata": {"save_ref": "S1"}},
    }  # fmt: skip
    return client.v1.checkout.sessions.create(params, {"idempotency_key": "save:1"})


def read(client: StripeClient, id: str, *paths: str) -> Any:
    return client.v1.checkout.sessions.retrieve(id, {"expand": list(paths)})


def test_pay_and_save(gateways: Gateways, client: StripeClient) -> None:
    session = pay(client, save=True)
    assert (session.id, session.status, session.payment_status) == ("cs_test_0001", "open", "unpaid")
    assert (session.amount_total, session.currency, session.payment_intent) == (12500, "dkk", None)
    assert gateways.fill_in(session.url, "4242 4242 4242 4242") == BACK.replace("{CHECKOUT_SESSION_ID}", session.id)
    done = read(client, session.id, "payment_intent.payment_method", "payment_intent.latest_charge")
    assert (done.status, done.payment_status, done.url) == ("complete", "paid", None)
    intent = done.payment_intent
    assert (intent.status, intent.amount_received, intent.metadata["attempt"]) == ("succeeded", 12500, "A1")
    assert (intent.latest_charge.paid, intent.latest_charge.amount) == (True, 12500)
    card = intent.payment_method
    assert card.customer == session.customer
    assert (card.card.brand, card.card.last4, card.card.exp_month, card.card.exp_year) == ("visa", "4242", 12, 2034)
    told = [one.label for one in gateways.notices()]
    assert told == ["payment_intent.succeeded", "checkout.session.completed"]


def test_pay_without_saving_leaves_the_card_with_nobody(gateways: Gateways, client: StripeClient) -> None:
    session = pay(client)
    gateways.fill_in(session.url, "5555555555554444")
    done = read(client, session.id, "payment_intent.payment_method")
    assert done.payment_intent.payment_method.customer is None
    with pytest.raises(InvalidRequestError, match="may not be used again"):
        client.v1.payment_methods.attach(done.payment_intent.payment_method.id, {"customer": session.customer})


def test_save_only(gateways: Gateways, client: StripeClient) -> None:
    session = save(client)
    assert (session.payment_status, session.amount_total) == ("no_payment_required", None)
    gateways.fill_in(session.url, "4000002500003155", approve=True)
    done = read(client, session.id, "setup_intent.payment_method")
    assert (done.status, done.setup_intent.status) == ("complete", "succeeded")
    assert done.setup_intent.metadata["save_ref"] == "S1"
    assert done.setup_intent.payment_method.customer == session.customer
    first, second = gateways.notices()
    assert (first.label, second.label) == ("setup_intent.succeeded", "checkout.session.completed")
    event = json.loads(second.body)
    assert (event["object"], event["livemode"], event["api_version"]) == ("event", False, "2026-10-28.endive")
    assert event["data"]["object"]["id"] == session.id


def test_a_refused_card_may_be_followed_by_another(gateways: Gateways, client: StripeClient) -> None:
    session = pay(client)
    assert gateways.fill_in(session.url, "4000000000009995") == session.url
    tried = read(client, session.id, "payment_intent")
    assert (tried.status, tried.payment_intent.status) == ("open", "requires_payment_method")
    assert tried.payment_intent.last_payment_error.decline_code == "insufficient_funds"
    gateways.fill_in(session.url, "4242424242424242")
    assert read(client, session.id).payment_status == "paid"
    told = [one.label for one in gateways.notices()]
    assert told == ["payment_intent.payment_failed", "payment_intent.succeeded", "checkout.session.completed"]


@pytest.mark.parametrize("number", ["4000002500003155", "4000000000003220", "4000003800000446"])
def test_the_bank_asks(gateways: Gateways, client: StripeClient, number: str) -> None:
    session = pay(client)
    assert gateways.fill_in(session.url, number).endswith("/secure")
    assert read(client, session.id, "payment_intent").payment_intent.status == "requires_action"
    gateways.fill_in(session.url, number, approve=False)
    assert read(client, session.id, "payment_intent").payment_intent.status == "requires_payment_method"
    assert gateways.fill_in(session.url, number, approve=True).startswith("https://fjordbyg.portal.test/betalt")
    assert read(client, session.id).payment_status == "paid"


@pytest.mark.parametrize(
    ("number", "code"), [("4000008260003178", "insufficient_funds"), ("4000008400001629", "generic_decline")]
)
def test_the_bank_asks_and_then_refuses(gateways: Gateways, client: StripeClient, number: str, code: str) -> None:
    session = pay(client)
    gateways.fill_in(session.url, number, approve=True)
    error = read(client, session.id, "payment_intent").payment_intent.last_payment_error
    assert error.decline_code == code


@pytest.mark.parametrize("number", ["4111111111111111", "1000000000000008", "4242424242424241", ""])
def test_any_other_number_is_refused(gateways: Gateways, client: StripeClient, number: str) -> None:
    session = pay(client)
    assert gateways.fill_in(session.url, number) == session.url
    assert read(client, session.id).payment_intent is None


def test_cancel_leads_back_and_leaves_it_open(gateways: Gateways, client: StripeClient) -> None:
    session = pay(client)
    assert gateways.fill_in(session.url, "", cancel="1") == AWAY
    assert read(client, session.id).status == "open"


def test_it_expires_by_the_stand_ins_own_clock(gateways: Gateways, client: StripeClient) -> None:
    session = pay(client)
    gateways.control("advance", seconds=24 * 3600 - 60)
    assert read(client, session.id).status == "open"
    gateways.control("advance", seconds=61)
    assert read(client, session.id).status == "expired"
    assert [one.label for one in gateways.notices()] == ["checkout.session.expired"]
    assert gateways.fill_in(session.url, "4242424242424242") == session.url
    with pytest.raises(InvalidRequestError, match="status in"):
        client.v1.checkout.sessions.expire(session.id)
    later = pay(client, key="pay:2")
    assert client.v1.checkout.sessions.expire(later.id).status == "expired"


def test_a_payment_on_its_way(gateways: Gateways, client: StripeClient) -> None:
    for outcome, ends, told in [("succeeds", "paid", "succeeded"), ("fails", "unpaid", "failed")]:
        gateways.control("processing", seconds=60, outcome=outcome)
        session = pay(client, key=f"pay:{outcome}")
        gateways.fill_in(session.url, "4242424242424242")
        under_way = read(client, session.id, "payment_intent")
        assert (under_way.status, under_way.payment_status) == ("complete", "unpaid")
        assert under_way.payment_intent.status == "processing"
        gateways.control("advance", seconds=60)
        assert read(client, session.id).payment_status == ends
        assert gateways.notices()[-1].label == f"checkout.session.async_payment_{told}"
