"""Cards that a company's own program made at the gateway are read there and taken over, or not (API 11)."""

from dataclasses import replace

import pytest
import stripe

from selvbetjening.adapters.quickpay.client import QuickPayClient
from selvbetjening.adapters.stripe import StripeGateway
from selvbetjening.adapters.stripe.client import client_for
from selvbetjening.domain.payments.ports import AdoptOrder, CardNotTaken, GatewayRefused, Instrument, Payer
from tests.contract.gateways.conftest import adapter, opened
from tests.contract.gateways.shop import NUMBERS, Card, Shop, only
from tests.gateways import Gateways

PAYER = Payer(account="account-1", name="Anna Andersen", email="", language="da")


def elsewhere(shop: Shop, card: Card = "good") -> str:
    """What the company's own program has of a card: a payment method at Stripe, a subscription at QuickPay."""
    if shop.name == "stripe":
        return made(client_for(shop.credentials), card).id
    client = QuickPayClient(shop.credentials)
    body = {"order_id": f"web-{shop.new('S')}", "currency": "DKK", "description": "Medlemskab"}
    number = str(client.send("POST", "/subscriptions", body).data["id"])
    page = {"amount": 0, "continue_url": "https://own.example/done", "cancel_url": "https://own.example/left"}
    url = client.send("PUT", f"/subscriptions/{number}/link", page).data["url"]
    assert shop.standin
    shop.standin.fill_in(url, NUMBERS["quickpay"][card])
    shop.pass_time(2)
    return number


def made(client: stripe.StripeClient, card: Card = "good") -> stripe.PaymentMethod:
    token = f"tok_{NUMBERS['stripe'][card][-4:]}"
    return client.v1.payment_methods.create(params={"type": "card", "card": {"token": token}})


def adopt(shop: Shop, token: str, payer: Payer = PAYER) -> Instrument:
    return shop.gateway.adopt(AdoptOrder(token=token, payer=payer))[0]


def refused(shop: Shop, token: str, payer: Payer = PAYER) -> str:
    """Why it was not taken."""
    with pytest.raises(CardNotTaken) as why:
        adopt(shop, token, payer)
    return str(why.value.code)


def test_a_card_made_elsewhere_is_taken_over_and_charged(shop: Shop) -> None:
    """What the gateway says of it counts; the same token again is the same card; a charge goes through."""
    token = elsewhere(shop)
    card, currency = shop.gateway.adopt(AdoptOrder(token=token, payer=PAYER))
    assert card.last4 == NUMBERS[shop.name]["good"][-4:] and card.exp_year
    assert currency == {"stripe": "", "quickpay": "DKK"}[shop.name]
    assert adopt(shop, token) == card
    assert shop.charged(card).kind == "payment_succeeded"


def test_what_the_gateway_does_not_know_is_refused(shop: Shop, gateways: Gateways) -> None:
    """Made up, of another company's account there, of the wrong form, or gone: `unknown`, and nothing else happens."""
    neighbour = opened(gateways, shop.name)
    token = elsewhere(shop)
    gone = adopt(shop, elsewhere(shop))
    assert shop.gateway.disable(gone).kind in ("succeeded", "pending")
    shop.pass_time(2)
    for wrong in ("pm_9999", "1", "999999", "", "../payments/1", "cus_0001", gone.external_id.partition(":")[2]):
        assert refused(shop, wrong) == "unknown", wrong
    assert refused(shop, gone.external_id.rpartition(":")[2]) == "unknown"
    assert refused(neighbour, token) == "unknown"


def test_wrong_keys_are_said_to_be_wrong(gateways: Gateways) -> None:
    """A refusal of our keys says nothing of the card."""
    shop = opened(gateways, "stripe")
    wrong = StripeGateway(replace(shop.credentials, api_key="sk_live_wrong"))
    with pytest.raises(GatewayRefused) as why:
        wrong.adopt(AdoptOrder(token="pm_1", payer=PAYER))
    assert why.value.failure.kind == "config_error"


def test_a_token_of_an_old_client_becomes_a_card_once(gateways: Gateways) -> None:
    """`tok_…`: sent twice it is one card, and one customer there."""
    shop = opened(gateways, "stripe")
    first = adopt(shop, "tok_visa")
    again = adopt(shop, "tok_visa", replace(PAYER, customer_ref=first.customer_ref))
    assert first.external_id == again.external_id and first.customer_ref
    assert shop.charged(first).kind == "payment_succeeded"


def test_a_customer_of_the_own_program_is_kept_and_one_of_ours_is_the_payer_s_alone(gateways: Gateways) -> None:
    """SEC-19: a card that hangs on another payer of ours is refused, and stays where it is."""
    shop = opened(gateways, "stripe")
    client = client_for(shop.credentials)
    own, ours = client.v1.customers.create(params={"name": "Web shop"}), adopt(shop, elsewhere(shop))
    card = made(client)
    client.v1.payment_methods.attach(card.id, params={"customer": own.id})
    assert adopt(shop, card.id).customer_ref == own.id
    neighbour = Payer(account="account-2", name="Bo", email="", language="da")
    assert refused(shop, ours.external_id, neighbour) == "other_payer"
    assert client.v1.payment_methods.retrieve(ours.external_id).customer == ours.customer_ref
    assert adopt(shop, ours.external_id) == ours


def test_a_card_that_is_declined_for_everything_is_refused(gateways: Gateways) -> None:
    """Stripe says no when it is given to the payer."""
    assert refused(opened(gateways, "stripe"), "tok_0002") == "declined"


def test_a_card_saved_on_a_page_of_ours_is_taken_by_nobody_else(gateways: Gateways) -> None:
    """QuickPay: our own mark says that the notice brings it; one that nobody entered a card into is none."""
    shop = opened(gateways, "quickpay")
    number = shop.saved().external_id.rpartition(":")[2]
    assert refused(shop, number) == "other_payer"
    client = QuickPayClient(shop.credentials)
    empty = client.send("POST", "/subscriptions", {"order_id": "web-0001", "currency": "DKK", "description": "Ny"})
    assert refused(shop, str(empty.data["id"])) == "unknown"
    assert only(shop.gateway.fetch(f"subscription:{number}"), "instrument_saved")


def test_test_and_live_never_mix(shop: Shop) -> None:
    """G5: a card of the other world is refused before it is given to anybody."""
    token = elsewhere(shop)
    shop.gateway = adapter(shop.name, replace(shop.credentials, mode="live"))
    assert refused(shop, token) == "mode"
