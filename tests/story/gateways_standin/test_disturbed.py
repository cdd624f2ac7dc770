"""Errors, lost answers and slow ones; live mode and other amounts; what is kept; no way in outside the demo."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from stripe import APIConnectionError, APIError, RateLimitError, StripeClient

from selvbetjening.kernel import clock
from selvbetjening.portals.sandbox.gateways import sender
from selvbetjening.portals.sandbox.gateways.quickpay import outside as quickpay_outside
from selvbetjening.portals.sandbox.gateways.seeding import seeding
from selvbetjening.portals.sandbox.gateways.server import Standin
from selvbetjening.portals.sandbox.gateways.stripe import outside as stripe_outside
from tests.gateways import Gateways, standin
from tests.story.gateways_standin.conftest import KEY, QUICKPAY_KEY, sdk
from tests.story.gateways_standin.test_stripe_charges import card_on_file, charge

CHARGES = "POST /stripe/v1/payment_intents$"


def made(gateways: Gateways) -> int:
    return len(gateways.control("state")["tables"].get("stripe.payment_intent", {}))


def test_a_lost_answer_after_the_charge_was_made(gateways: Gateways, client: StripeClient) -> None:
    card = card_on_file(gateways)
    gateways.control("fail", path=CHARGES, drop=True)
    with pytest.raises(APIConnectionError):
        charge(client, card)
    assert made(gateways) == 1
    assert charge(client, card).id == "pi_0001", "the same key gives the first outcome"
    assert made(gateways) == 1


def test_a_request_that_never_arrived_is_repeated_by_the_sdk(gateways: Gateways) -> None:
    card = card_on_file(gateways)
    gateways.control("fail", path=CHARGES, drop=True, when="before")
    assert charge(sdk(gateways, KEY, retries=2), card).status == "succeeded"
    assert made(gateways) == 1
    assert [one["status"] for one in gateways.requests(path="payment_intents")] == [0, 200]


def test_an_error_500_is_kept_under_its_key_and_429_is_not(gateways: Gateways, client: StripeClient) -> None:
    card = card_on_file(gateways)
    gateways.control("fail", path=CHARGES, status=500)
    for _ in range(2):
        with pytest.raises(APIError):
            charge(client, card)
    assert made(gateways) == 0
    gateways.control("fail", path=CHARGES, status=500, when="after")
    with pytest.raises(APIError):
        charge(client, card, key="charge:2")
    assert made(gateways) == 1, "the charge was made although the answer was an error"
    gateways.control("fail", path=CHARGES, status=429)
    with pytest.raises(RateLimitError):
        charge(client, card, key="charge:3")
    assert charge(client, card, key="charge:3").status == "succeeded"


def test_two_with_one_key_at_once(gateways: Gateways) -> None:
    card = card_on_file(gateways)
    gateways.control("fail", path=CHARGES, slow=1.0)
    ended: list[Any] = []

    def first() -> None:
        ended.append(charge(sdk(gateways, KEY), card).id)

    thread = threading.Thread(target=first)
    thread.start()
    while not gateways.server.state.running:
        threading.Event().wait(0.02)
    with pytest.raises(Exception, match="in-progress") as clash:
        charge(sdk(gateways, KEY), card)
    thread.join()
    assert (clash.value.http_status, ended, made(gateways)) == (409, ["pi_0001"], 1)  # type: ignore[attr-defined]


def test_eight_at_once_make_one(gateways: Gateways, quickpay: httpx.Client) -> None:
    card = card_on_file(gateways)
    body = {"order_id": "F0000000A1", "currency": "DKK"}
    with ThreadPoolExecutor(8) as pool:
        charged = list(pool.map(lambda _: charge(sdk(gateways, KEY, retries=8), card).id, range(8)))
        ordered = sorted(pool.map(lambda _: quickpay.post("/payments", json=body).status_code, range(8)))
    assert (set(charged), made(gateways)) == ({"pi_0001"}, 1)
    assert ordered == [201] + [400] * 7


def test_quickpay_can_fail_too_and_has_no_idempotency(gateways: Gateways, quickpay: httpx.Client) -> None:
    gateways.control("fail", path="POST /quickpay/payments", status=429)
    body = {"order_id": "F0000000A1", "currency": "DKK"}
    assert quickpay.post("/payments", json=body).headers["Retry-After"] == "2"
    gateways.control("fail", path="POST /quickpay/payments", drop=True)
    with pytest.raises(httpx.RemoteProtocolError):
        quickpay.post("/payments", json=body)
    assert quickpay.post("/payments", json=body).status_code == 400, "it was made; only asking first can tell"
    assert len(quickpay.get("/payments", params={"order_id": "F0000000A1"}).json()) == 1


def test_live_mode_and_other_amounts(gateways: Gateways, client: StripeClient, quickpay: httpx.Client) -> None:
    intent = charge(client, card_on_file(gateways)).id
    gateways.notices()
    gateways.control("live-mode-fact", payment=intent)
    assert b'"livemode":true' in gateways.notices()[0].body
    assert client.v1.payment_intents.retrieve(intent).livemode
    gateways.control("other-amount", payment=intent, amount=1, currency="EUR")
    found = client.v1.payment_intents.retrieve(intent)
    assert (found.amount_received, found.currency) == (1, "eur")
    source = gateways.control("saved-card", gateway="quickpay", api_key=QUICKPAY_KEY, order_id="S0000000A1")["id"]
    fields = {"order_id": "F0000000A1", "amount": 100, "auto_capture": True}
    paid = quickpay.post(f"/subscriptions/{source}/recurring?synchronized", json=fields).json()["id"]
    gateways.control("live-mode-fact", payment=paid)
    gateways.control("other-amount", payment=paid, amount=1)
    assert b'"test_mode":false' in gateways.notices(gateway="quickpay")[-1].body
    assert quickpay.get(f"/payments/{paid}").json()["balance"] == 1
    with pytest.raises(AssertionError, match="no dispute"):
        gateways.control("dispute", payment=paid)


def test_requests_are_told_without_keys(gateways: Gateways, client: StripeClient) -> None:
    account = gateways.merchant("stripe", KEY)["id"]
    charge(client, card_on_file(gateways))
    (told,) = gateways.requests(path="payment_intents", method="POST")
    assert (told["account"], told["status"]) == (account, 200)
    assert told["headers"]["stripe-version"] == "2026-10-28.endive"
    assert told["headers"]["idempotency-key"] == "charge:1"
    assert told["body"]["metadata"] == {"attempt": "A1"}
    assert KEY not in str(told)
    gateways.control("requests/clear")
    assert gateways.requests() == []


def test_what_was_saved_outlives_the_process(tmp_path: Path) -> None:
    file = tmp_path / "gateways.json"
    with seeding(file) as state:
        card = stripe_outside.saved_card(state, {"api_key": KEY, "name": "Anna"})
        number = quickpay_outside.saved_card(state, {"api_key": QUICKPAY_KEY, "order_id": "S0000000A1"})["id"]
    with standin(file=file) as gateways:
        assert gateways.control("webhooks") == []
        gateways.merchant("stripe", KEY, secret="whsec_kept")
        assert charge(sdk(gateways, KEY), card).id == "pi_0001"
        gateways.control("advance", seconds=100)
    assert [path.name for path in tmp_path.iterdir()] == ["gateways.json"]
    with standin(file=file) as gateways:
        assert charge(sdk(gateways, KEY), card).id == "pi_0001", "keys are remembered"
        assert charge(sdk(gateways, KEY), card, key="charge:2").id == "pi_0002"
        assert gateways.merchant("stripe", KEY)["secret"] == "whsec_kept"
        assert gateways.control("state")["tables"]["quickpay.subscription"][str(number)]["state"] == "active"
        assert gateways.control("state")["ahead"] == 100


@override_settings(DEMO=False)
def test_it_is_off_outside_the_demo(tmp_path: Path) -> None:
    """SEC-54."""
    with pytest.raises(ImproperlyConfigured):
        Standin()
    with pytest.raises(ImproperlyConfigured), seeding(tmp_path / "gateways.json"):
        raise AssertionError


def test_control_says_what_there_is(gateways: Gateways) -> None:
    with pytest.raises(AssertionError, match="POST advance"):
        gateways.control("fly")
    with pytest.raises(AssertionError, match="seconds"):
        gateways.control("advance")
    with pytest.raises(AssertionError, match="none of the test cards"):
        card_on_file(gateways, "4111111111111111")


def test_a_fault_of_its_own_is_told_and_not_hidden(
    gateways: Gateways, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(gateways.server.state, "find", None)
    address = f"{gateways.server.base}/stripe/pay/cs_test_0001"
    assert httpx.get(address).status_code == 500
    assert "The stand-in failed at GET" in caplog.text


def test_a_reset_between_choosing_and_sending_is_survived(gateways: Gateways, client: StripeClient) -> None:
    gateways.merchant("stripe", KEY, every_event=True)
    client.v1.customers.create({"name": "Anna"})
    state = gateways.server.state
    (notice,) = state.notices
    gateways.control("reset")
    assert sender.send(state, notice) == "forgotten"


def test_answers_are_dated_by_the_clock_that_moves(
    gateways: Gateways, quickpay: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: standing))
    assert quickpay.get("/ping").headers["Date"] == "Wed, 11 Mar 2026 09:00:00 GMT"
    gateways.control("advance", seconds=3600)
    assert quickpay.get("/ping").headers["Date"] == "Wed, 11 Mar 2026 10:00:00 GMT"
    found = quickpay.post("/payments", json={"order_id": "F0000000A1", "currency": "DKK"}).json()
    assert found["created_at"] == "2026-03-11T10:00:00Z"


def test_no_page_in_a_browser_reaches_the_control(gateways: Gateways) -> None:
    address = f"{gateways.server.base}/__control/reset"
    assert httpx.post(address, headers={"Origin": "https://attacker.example"}).status_code == 403
