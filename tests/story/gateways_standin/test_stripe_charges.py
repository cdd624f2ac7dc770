"""Charges without the customer, refunds, disputes and cards through the real SDK."""

from typing import Any

import pytest
from stripe import CardError, IdempotencyError, InvalidRequestError, StripeClient

from tests.gateways import Gateways
from tests.story.gateways_standin.conftest import KEY, sdk


def card_on_file(gateways: Gateways, number: str = "4242424242424242") -> dict[str, Any]:
    made: dict[str, Any] = gateways.control("saved-card", gateway="stripe", api_key=KEY, number=number, exp="12/34")
    return made


def charge(client: StripeClient, card: dict[str, Any], *, amount: int = 9900, key: str = "charge:1") -> Any:
    params: Any = {
        "amount": amount, "currency": "dkk", "customer": card["customer"], "payment_method": card["id"],
        "confirm": True, "off_session": True, "metadata": {"attempt": "A1"}, "description": "Faktura 1001",
    }  # fmt: skip
    return client.v1.payment_intents.create(params, {"idempotency_key": key})


@pytest.mark.parametrize("number", ["4242424242424242", "4000002500003155", "4000003800000446"])
def test_a_charge_succeeds(gateways: Gateways, client: StripeClient, number: str) -> None:
    intent = charge(client, card_on_file(gateways, number))
    assert (intent.id, intent.status, intent.amount_received) == ("pi_0001", "succeeded", 9900)
    found: Any = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge", "payment_method"]})
    assert found.latest_charge.payment_intent == intent.id
    assert [one.label for one in gateways.notices()] == ["payment_intent.succeeded"]


@pytest.mark.parametrize(
    ("number", "code", "decline_code"),
    [
        ("4000002760003184", "authentication_required", "authentication_required"),
        ("4000008260003178", "card_declined", "insufficient_funds"),
        ("4000000000000341", "card_declined", "generic_decline"),
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000009987", "card_declined", "lost_card"),
        ("4000000000009979", "card_declined", "stolen_card"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc"),
        ("4000000000000119", "processing_error", "processing_error"),
    ],
)
def test_a_charge_is_refused(
    gateways: Gateways, client: StripeClient, number: str, code: str, decline_code: str
) -> None:
    card = card_on_file(gateways, number)
    with pytest.raises(CardError) as refused:
        charge(client, card)
    error: Any = refused.value.error
    assert (refused.value.http_status, error.code, error.decline_code) == (402, code, decline_code)
    assert error.payment_intent.status == "requires_payment_method"
    found: Any = client.v1.payment_intents.retrieve("pi_0001")
    assert found.last_payment_error.code == code
    assert [one.label for one in gateways.notices()] == ["payment_intent.payment_failed"]
    assert client.v1.payment_intents.cancel("pi_0001").status == "canceled"


def test_a_card_that_has_expired_meanwhile(gateways: Gateways, client: StripeClient) -> None:
    card = card_on_file(gateways)
    gateways.control("card-update", card=card["id"], exp="01/20")
    assert gateways.notices()[0].label == "payment_method.automatically_updated"
    found: Any = client.v1.payment_methods.retrieve(card["id"])
    assert found.card.exp_year == 2020
    with pytest.raises(CardError, match="expired_card"):
        charge(client, card)
    gateways.control("card-update", card=card["id"], exp="01/35")
    assert charge(client, card, key="charge:2").status == "succeeded"


def test_too_little_and_strangers_cards(gateways: Gateways, client: StripeClient) -> None:
    card = card_on_file(gateways)
    with pytest.raises(InvalidRequestError) as refused:
        charge(client, card, amount=249)
    assert refused.value.code == "amount_too_small"
    other = sdk(gateways, "sk_test_other")
    with pytest.raises(InvalidRequestError) as refused:
        charge(other, card)
    assert refused.value.code == "resource_missing"


def test_a_detached_card_is_gone_for_good(gateways: Gateways, client: StripeClient) -> None:
    card = card_on_file(gateways)
    assert client.v1.payment_methods.detach(card["id"]).customer is None
    with pytest.raises(InvalidRequestError):
        client.v1.payment_methods.detach(card["id"])
    with pytest.raises(InvalidRequestError, match="may not be used again"):
        client.v1.payment_methods.attach(card["id"], {"customer": card["customer"]})
    with pytest.raises(InvalidRequestError, match="may not be used again"):
        charge(client, card)
    assert [one.label for one in gateways.notices()] == ["payment_method.detached"]


def test_a_token_becomes_a_card_of_a_customer(client: StripeClient) -> None:
    owner = client.v1.customers.create({"name": "Bo"}).id
    made: Any = client.v1.payment_methods.create({"type": "card", "card": {"token": "tok_visa"}})
    assert client.v1.payment_methods.attach(made.id, {"customer": owner}).customer == owner
    assert charge(client, {"id": made.id, "customer": owner}).status == "succeeded"
    named: Any = client.v1.payment_methods.attach("pm_card_mastercard", {"customer": owner})
    assert named.card.brand == "mastercard"
    with pytest.raises(InvalidRequestError, match="No such token"):
        client.v1.payment_methods.create({"type": "card", "card": {"token": "tok_unknown"}})


def refund(client: StripeClient, intent: str, key: str, **more: Any) -> Any:
    params: Any = {"payment_intent": intent, "metadata": {"refund_ref": key}, **more}
    return client.v1.refunds.create(params, {"idempotency_key": f"refund:{key}"})


def test_refunds_in_part_in_full_and_not_more(gateways: Gateways, client: StripeClient) -> None:
    intent = charge(client, card_on_file(gateways)).id
    assert refund(client, intent, "r1", amount=4000).status == "succeeded"
    with pytest.raises(InvalidRequestError, match="greater than"):
        refund(client, intent, "r2", amount=5901)
    assert refund(client, intent, "r3").amount == 5900
    with pytest.raises(InvalidRequestError) as refused:
        refund(client, intent, "r4")
    assert refused.value.code == "charge_already_refunded"
    assert [one.amount for one in client.v1.refunds.list({"payment_intent": intent}).data] == [5900, 4000]


@pytest.mark.parametrize(
    ("number", "first", "last", "told"),
    [
        ("4000000000007726", "pending", "succeeded", ["refund.created", "charge.refunded", "refund.updated"]),
        ("4000000000005126", "succeeded", "failed",
         ["refund.created", "charge.refunded", "refund.updated", "refund.failed"]),
    ],
)  # fmt: skip
def test_refunds_that_end_later(
    gateways: Gateways, client: StripeClient, number: str, first: str, last: str, told: list[str]
) -> None:
    intent = charge(client, card_on_file(gateways, number)).id
    made = refund(client, intent, "r1")
    assert made.status == first
    gateways.control("advance", seconds=10)
    assert client.v1.refunds.retrieve(made.id).status == last
    assert [one.label for one in gateways.notices()][1:] == told


def test_a_dispute_opens_and_closes(gateways: Gateways, client: StripeClient) -> None:
    intent = charge(client, card_on_file(gateways, "4000000000000259")).id
    gateways.control("advance", seconds=2)
    gateways.control("dispute", payment=intent, close="lost")
    told = [one.label for one in gateways.notices()]
    assert told == ["payment_intent.succeeded", "charge.dispute.created", "charge.dispute.closed"]
    with pytest.raises(AssertionError, match="no payment_intent"):
        gateways.control("dispute", payment="pi_9999")


def test_lists_and_what_a_comparison_needs(gateways: Gateways, client: StripeClient) -> None:
    card = card_on_file(gateways)
    for number in range(3):
        charge(client, card, key=f"charge:{number}")
    found: Any = client.v1.payment_intents.list({"limit": 2, "expand": ["data.latest_charge"], "created": {"gt": 1}})
    assert [one.id for one in found.data] == ["pi_0003", "pi_0002"]
    assert found.data[0].latest_charge.amount == 9900
    rest = client.v1.payment_intents.list({"starting_after": "pi_0002", "customer": card["customer"]})
    assert ([one.id for one in rest.data], rest.has_more) == (["pi_0001"], False)
    opened = gateways.control("dispute", payment="pi_0001")["id"]
    assert client.v1.disputes.retrieve(opened).status == "needs_response"
    assert [one.id for one in client.v1.disputes.list({"payment_intent": "pi_0001"}).data] == [opened]
    assert client.v1.checkout.sessions.list({"payment_intent": "pi_0001"}).data == []
    assert client.v1.balance.retrieve().livemode is False


def test_the_same_key_gives_the_same_answer(gateways: Gateways, client: StripeClient) -> None:
    card = card_on_file(gateways)
    first, second = charge(client, card), charge(client, card)
    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(IdempotencyError):
        charge(client, card, amount=9901)
    declined = card_on_file(gateways, "4000000000000002")
    for _ in range(2):
        with pytest.raises(CardError) as refused:
            charge(client, declined, key="charge:2")
        assert refused.value.error.payment_intent.id == "pi_0002"  # type: ignore[union-attr]
    gateways.control("advance", seconds=24 * 3600 + 1)
    assert charge(client, card).id == "pi_0003", "keys are kept for a day"
