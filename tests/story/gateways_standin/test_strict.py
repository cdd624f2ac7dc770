"""What neither gateway's documents know is refused, in the gateway's own shape. Must show 3 of the issue."""

from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stripe import AuthenticationError, InvalidRequestError, StripeClient

from tests.gateways import Gateways
from tests.story.gateways_standin.conftest import KEY, sdk

VERSION = "2026-10-28.endive"
SESSION = {"mode": "setup", "currency": "dkk", "success_url": "https://a.test/", "customer": "cus_0001"}


def post(gateways: Gateways, path: str, data: dict[str, str], **headers: str) -> httpx.Response:
    sent = {"Authorization": f"Bearer {KEY}", "Stripe-Version": VERSION, "Idempotency-Key": "save:1", **headers}
    if path == "customers":
        del sent["Idempotency-Key"]
    return httpx.post(f"{gateways.stripe_base}/v1/{path}", data=data, headers={k: v for k, v in sent.items() if v})


@pytest.mark.parametrize(
    ("data", "code", "param"),
    [
        ({**SESSION, "invoice_creation[enabled]": "true"}, "parameter_unknown", "invoice_creation"),
        ({**SESSION, "ui_mode": "hosted"}, "parameter_invalid", "ui_mode"),
        ({**SESSION, "mode": "subscription"}, "parameter_invalid", "mode"),
        ({**SESSION, "expires_at": "soon"}, "parameter_invalid", "expires_at"),
        ({**SESSION, "metadata[a]": "x" * 501}, "parameter_invalid", "metadata[a]"),
        ({**SESSION, "setup_intent_data[usage]": "x"}, "parameter_unknown", "setup_intent_data[usage]"),
        ({"mode": "setup", "currency": "dkk"}, "parameter_missing", "success_url"),
        ({key: value for key, value in SESSION.items() if key != "currency"}, "parameter_missing", "currency"),
        ({**SESSION, "mode": "payment"}, "parameter_missing", "line_items"),
        ({**SESSION, "customer": "cus_9999"}, "resource_missing", "customer"),
    ],
)  # fmt: skip
def test_stripe_refuses_a_parameter(gateways: Gateways, data: dict[str, str], code: str, param: str) -> None:
    post(gateways, "customers", {})
    answer = post(gateways, "checkout/sessions", data, **{"Idempotency-Key": "save:2"})
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "invalid_request_error")
    assert (error["code"], error["param"]) == (code, param)


def test_stripe_refuses_a_call_without_version_key_or_idempotency_key(gateways: Gateways) -> None:
    post(gateways, "customers", {})
    assert post(gateways, "checkout/sessions", SESSION, **{"Stripe-Version": ""}).status_code == 400
    assert post(gateways, "checkout/sessions", SESSION, **{"Stripe-Version": "2024-06-20"}).status_code == 400
    assert post(gateways, "checkout/sessions", SESSION, **{"Idempotency-Key": ""}).status_code == 400
    assert post(gateways, "checkout/sessions", SESSION, **{"Idempotency-Key": "k" * 256}).status_code == 400
    assert post(gateways, "checkout/sessions", SESSION, Authorization="Bearer sk_live_fjordbyg").status_code == 401
    assert post(gateways, "checkout/sessions", SESSION, Authorization="").status_code == 401
    assert post(gateways, "charges", SESSION).status_code == 404
    assert post(gateways, "checkout/sessions", SESSION).status_code == 200


def test_stripe_refuses_the_key_that_the_sdk_makes_itself(gateways: Gateways, client: StripeClient) -> None:
    made = client.v1.customers.create({"name": "Anna"})
    params: Any = {**SESSION, "customer": made.id}
    with pytest.raises(InvalidRequestError, match="caller's own rows"):
        client.v1.checkout.sessions.create(params)
    with pytest.raises(AuthenticationError):
        sdk(gateways, "sk_live_fjordbyg").v1.customers.create({"name": "Anna"})


def test_refusals_are_not_kept_under_their_key(gateways: Gateways) -> None:
    post(gateways, "customers", {})
    assert post(gateways, "checkout/sessions", {**SESSION, "customer": "cus_9999"}).status_code == 400
    assert post(gateways, "checkout/sessions", SESSION).status_code == 200


def test_expand_knows_only_what_is_there(client: StripeClient) -> None:
    made: Any = client.v1.payment_methods.create({"type": "card", "card": {"token": "tok_visa"}})
    with pytest.raises(InvalidRequestError, match="cannot be expanded"):
        client.v1.payment_methods.retrieve(made.id, {"expand": ["owner"]})


PAYMENT = {"order_id": "F0000000A1", "currency": "DKK"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**PAYMENT, "orderid": "x"}, "orderid"),
        ({"currency": "DKK"}, "order_id"),
        ({"order_id": "F01"}, "order_id"),
        ({**PAYMENT, "order_id": "F0000000A1-and-more-than-20"}, "order_id"),
        ({**PAYMENT, "currency": "dkk"}, "currency"),
        ({**PAYMENT, "branding_id": "7"}, "branding_id"),
        ({**PAYMENT, "variables": {"attempt": 7}}, "variables[attempt]"),
        ({**PAYMENT, "basket": [{"qty": 1}]}, "basket[0][item_no]"),
        ([], ""),
    ],
)
def test_quickpay_refuses_a_parameter(quickpay: httpx.Client, body: Any, field: str) -> None:
    answer = quickpay.post("/payments", json=body)
    assert answer.status_code == 400
    assert field in answer.json()["errors"] or not field


def test_quickpay_refuses_wrong_amounts_addresses_and_methods(quickpay: httpx.Client) -> None:
    number = quickpay.post("/payments", json=PAYMENT).json()["id"]
    wrong: tuple[Any, ...] = (0, -1, "12500", 1.5, None, True)
    for amount in wrong:
        assert quickpay.put(f"/payments/{number}/link", json={"amount": amount}).status_code == 400, amount
    link = {"amount": 100, "continue_url": "javascript:x"}
    assert quickpay.put(f"/payments/{number}/link", json=link).status_code == 400
    assert quickpay.post(f"/payments/{number}/cancel").status_code == 400, "an empty body is {}"
    assert quickpay.post("/ping", json={}).status_code == 405
    assert quickpay.get("/fees").status_code == 404
    assert quickpay.get("/payments/9999").json() == {"message": "Payment not found", "errors": {}, "error_code": None}


PATHS = ["/stripe/v1/payment_intents", "/quickpay/payments", "/__control/fail"]


def test_no_body_breaks_it(running: Gateways) -> None:
    headers = {"Stripe-Version": VERSION, "Accept-Version": "v10", "Content-Type": "application/json"}

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=200), st.sampled_from(PATHS))
    def refused(body: bytes, path: str) -> None:
        key = f"Bearer {KEY}" if "stripe" in path else "Basic OmRlbW8tYXBpLWtleQ=="
        answer = client.post(path, content=body, headers={"Authorization": key, "Idempotency-Key": "k"})
        assert answer.status_code == 400

    with httpx.Client(base_url=running.server.base, headers=headers) as client:
        refused()
