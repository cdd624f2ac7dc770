"""Names as the pinned SDK has them: no parameter is taken and no field is told that Stripe's version does not know."""

from typing import Any

import pytest
import stripe
from stripe import params
from tests.gateways import Gateways, standin

from selvbetjening.portals.sandbox.gateways.schema import Schema
from selvbetjening.portals.sandbox.gateways.stripe import schemas

TAKEN: list[tuple[Schema, Any]] = [
    (schemas.CUSTOMER, params.CustomerCreateParams),
    (schemas.SESSION, params.checkout.SessionCreateParams),
    (schemas.OF_PAYMENT, params.checkout.SessionListParams),
    (schemas.INTENT, params.PaymentIntentCreateParams),
    (schemas.INTENT_CANCEL, params.PaymentIntentCancelParams),
    (schemas.OF_CUSTOMER, params.PaymentIntentListParams),
    (schemas.METHOD, params.PaymentMethodCreateParams),
    (schemas.ATTACH, params.PaymentMethodAttachParams),
    (schemas.REFUND, params.RefundCreateParams),
    (schemas.OF_PAYMENT, params.RefundListParams),
    (schemas.OF_PAYMENT, params.DisputeListParams),
    (schemas.EVENTS, params.EventListParams),
]
TOLD = {
    "customer": stripe.Customer, "checkout.session": stripe.checkout.Session, "setup_intent": stripe.SetupIntent,
    "payment_intent": stripe.PaymentIntent, "payment_method": stripe.PaymentMethod, "charge": stripe.Charge,
    "refund": stripe.Refund, "dispute": stripe.Dispute, "event": stripe.Event,
}  # fmt: skip


def names(sdk: Any) -> set[str]:
    return {name for one in sdk.__mro__ for name in getattr(one, "__annotations__", {})}


@pytest.mark.parametrize(("schema", "sdk"), TAKEN, ids=[sdk.__name__ for _, sdk in TAKEN])
def test_no_parameter_is_invented(schema: Schema, sdk: Any) -> None:
    assert set(schema) - set(sdk.__annotations__) == set()


def test_no_field_is_invented() -> None:
    with standin() as gateways:
        told = objects(gateways)
    assert set(told) == set(TOLD)
    invented = {kind: sorted(set(told[kind]) - names(TOLD[kind])) for kind in told}
    assert {kind: found for kind, found in invented.items() if found} == {}


def objects(gateways: Gateways) -> dict[str, Any]:
    """One of each kind, as the stand-in keeps them."""
    client = stripe.StripeClient("sk_test_shop", base_addresses={"api": gateways.stripe_base})
    card = gateways.control("saved-card", gateway="stripe", api_key="sk_test_shop")
    charge: Any = {
        "amount": 9900, "currency": "dkk", "customer": card["customer"], "payment_method": card["id"], "confirm": True,
    }  # fmt: skip
    intent = client.v1.payment_intents.create(charge, {"idempotency_key": "charge:1"})
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 100}, {"idempotency_key": "refund:1"})
    save: Any = {"mode": "setup", "currency": "dkk", "customer": card["customer"], "success_url": "https://a.test/"}
    client.v1.checkout.sessions.create(save, {"idempotency_key": "save:1"})
    gateways.control("dispute", payment=intent.id)
    tables = gateways.control("state")["tables"]
    return {name.removeprefix("stripe."): next(iter(rows.values())) for name, rows in tables.items()}
