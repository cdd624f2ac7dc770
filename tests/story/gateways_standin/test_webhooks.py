"""Webhooks: signed, tried again, doubled, turned round, held, dropped."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from stripe import StripeClient, Webhook

from tests.gateways import Gateways
from tests.run.processes import until
from tests.story.gateways_standin.conftest import KEY, QUICKPAY_KEY
from tests.story.gateways_standin.receiver import Receiver, receiver


@pytest.fixture
def hooks() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def customer(client: StripeClient, name: str) -> str:
    return str(client.v1.customers.create({"name": name}).id)


def labels(hooks: Receiver) -> list[str]:
    return [json.loads(body)["data"]["object"]["name"] for _, body in hooks.came]


def test_stripes_are_signed_so_that_the_sdk_believes_them(
    gateways: Gateways, client: StripeClient, hooks: Receiver
) -> None:
    secret = gateways.merchant("stripe", KEY, webhook_url=hooks.url, every_event=True)["secret"]
    customer(client, "Anna")
    headers, body = hooks.wait(1)[0]
    event = Webhook.construct_event(body, headers["stripe-signature"], secret)
    assert (event.type, event.data.object.name) == ("customer.created", "Anna")
    assert (headers["path"], headers["content-type"]) == ("/hooks?for=fjordbyg", "application/json; charset=utf-8")
    other = gateways.merchant("stripe", KEY, secret="whsec_other")["secret"]
    customer(client, "Bo")
    headers, body = hooks.wait(2)[1]
    Webhook.construct_event(body, headers["stripe-signature"], other)


def test_quickpays_go_where_the_link_the_call_or_the_account_says(
    gateways: Gateways, quickpay: httpx.Client, hooks: Receiver
) -> None:
    key = gateways.merchant("quickpay", QUICKPAY_KEY, webhook_url=f"{hooks.url}&by=account")["secret"]
    source = gateways.control("saved-card", gateway="quickpay", api_key=QUICKPAY_KEY, order_id="S0000000A1")["id"]
    charge: dict[str, Any] = {"order_id": "F0000000A1", "amount": 100}
    quickpay.post(f"/subscriptions/{source}/recurring", json=charge)
    headers, body = hooks.wait(1)[0]
    assert headers["quickpay-checksum-sha256"] == hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    assert (headers["quickpay-resource-type"], headers["quickpay-api-version"]) == ("Payment", "v10")
    assert headers["path"].endswith("by=account")
    charge["order_id"] = "F0000000A2"
    own = {"QuickPay-Callback-Url": f"{hooks.url}&by=call"}
    quickpay.post(f"/subscriptions/{source}/recurring", json=charge, headers=own)
    assert hooks.wait(2)[1][0]["path"].endswith("by=call")
    number = quickpay.post("/payments", json={"order_id": "F0000000A3", "currency": "DKK"}).json()["id"]
    link = {"amount": 100, "continue_url": "https://a.test/", "callback_url": f"{hooks.url}&by=link"}
    gateways.fill_in(quickpay.put(f"/payments/{number}/link", json=link).json()["url"], "1000020000000006")
    assert hooks.wait(3)[2][0]["path"].endswith("by=link")


def test_what_is_not_taken_is_sent_again_and_at_last_given_up(
    gateways: Gateways, client: StripeClient, hooks: Receiver
) -> None:
    gateways.control("webhooks/order", gaps=[0.1, 0.1])
    gateways.merchant("stripe", KEY, webhook_url=hooks.url, every_event=True)
    hooks.answers[:] = [500, 400]
    customer(client, "Anna")
    tried = hooks.wait(3)
    assert len({body for _, body in tried}) == 1
    hooks.answers[:] = [500] * 3
    customer(client, "Bo")
    hooks.wait(6)
    assert until(lambda: gateways.control("webhooks")[1]["state"] == "given_up")
    first, second = gateways.control("webhooks")
    assert (first["state"], first["answers"]) == ("delivered", ["500", "400", "200"])
    assert (second["attempts"], second["answers"]) == (3, ["500"] * 3)


def test_doubled_and_turned_round(gateways: Gateways, client: StripeClient, hooks: Receiver) -> None:
    gateways.control("webhooks/order", hold=True, duplicate=2, reverse=True)
    gateways.merchant("stripe", KEY, webhook_url=hooks.url, every_event=True)
    for name in ("Anna", "Bo"):
        customer(client, name)
    assert hooks.came == []
    assert [one["answer"] for one in gateways.control("webhooks/flush")] == ["200"] * 4
    assert labels(hooks) == ["Bo", "Bo", "Anna", "Anna"]


def test_one_is_dropped_one_sent_late_one_sent_twice(gateways: Gateways, client: StripeClient, hooks: Receiver) -> None:
    gateways.control("webhooks/order", hold=True)
    gateways.merchant("stripe", KEY, webhook_url=hooks.url, every_event=True)
    for name in ("Anna", "Bo", "Carl"):
        customer(client, name)
    assert gateways.control("webhooks/wh_0001/drop")["state"] == "dropped"
    assert gateways.control("webhooks/wh_0003/send")["state"] == "delivered"
    assert gateways.control("webhooks/wh_0003/duplicate")["id"] == "wh_0004"
    gateways.control("webhooks/order")
    hooks.wait(3)
    assert labels(hooks) == ["Carl", "Bo", "Carl"]
    with pytest.raises(AssertionError, match="no webhook"):
        gateways.control("webhooks/wh_0009/send")


def test_what_tells_of_one_object_keeps_its_order(gateways: Gateways, quickpay: httpx.Client, hooks: Receiver) -> None:
    gateways.control("webhooks/order", gaps=[0.3])
    gateways.merchant("quickpay", QUICKPAY_KEY, webhook_url=hooks.url)
    source = gateways.control("saved-card", gateway="quickpay", api_key=QUICKPAY_KEY, order_id="S0000000A1")["id"]
    hooks.answers[:] = [500]
    charge = {"order_id": "F0000000A1", "amount": 100, "auto_capture": True}
    quickpay.post(f"/subscriptions/{source}/recurring", json=charge)
    told = [len(json.loads(body)["operations"]) for _, body in hooks.wait(3)]
    assert told == [1, 1, 2]


def test_nothing_leaves_this_machine(gateways: Gateways, client: StripeClient, hooks: Receiver) -> None:
    with pytest.raises(AssertionError, match="not this machine"):
        gateways.merchant("stripe", KEY, webhook_url="https://hooks.portal.test/stripe")
    with pytest.raises(AssertionError, match="not this machine"):
        gateways.merchant("stripe", KEY, webhook_url="http://localhost/", via="10.0.0.1:80")
    gateways.merchant(
        "stripe", KEY, webhook_url="http://hooks.portal.test/stripe", via=f"127.0.0.1:{hooks.port}", every_event=True
    )
    customer(client, "Anna")
    assert hooks.wait(1)[0][0]["host"] == "hooks.portal.test"


def test_the_demos_own_names_are_found_where_the_demo_is_now(
    gateways: Gateways, client: StripeClient, hooks: Receiver
) -> None:
    gateways.server.state.web_port = hooks.port
    gateways.merchant("stripe", KEY, webhook_url="http://hooks.localhost:1/stripe", every_event=True)
    customer(client, "Anna")
    assert hooks.wait(1)[0][0]["path"] == "/stripe"
    gateways.server.state.web_port = None


def test_without_an_address_they_wait_to_be_fetched(gateways: Gateways, client: StripeClient) -> None:
    secret = gateways.merchant("stripe", KEY, every_event=True)["secret"]
    customer(client, "Anna")
    (notice,) = gateways.notices(gateway="stripe", api_key=KEY)
    Webhook.construct_event(notice.body, notice.headers["Stripe-Signature"], secret)
    assert "HTTP_STRIPE_SIGNATURE" in notice.django_headers()
    assert gateways.notices() == []


def test_events_can_be_read_afterwards(gateways: Gateways, client: StripeClient) -> None:
    for name in ("Anna", "Bo", "Carl"):
        customer(client, name)
    found = client.v1.events.list({"type": "customer.created", "limit": 2, "created": {"gte": 1}})
    assert ([one.id for one in found.data], found.has_more) == (["evt_0003", "evt_0002"], True)
    rest = client.v1.events.list({"starting_after": "evt_0002"})
    assert [one.id for one in rest.data] == ["evt_0001"]
    assert client.v1.events.list({"type": "charge.refunded"}).data == []
    gateways.control("advance", seconds=10)
    since = int(gateways.control("state")["now"]) - 5
    assert client.v1.events.list({"created": {"gte": since}}).data == []
