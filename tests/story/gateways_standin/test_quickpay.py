"""QuickPay over HTTP: payments with a link, saved cards, recurring, captures and refunds."""

import json
from typing import Any

import httpx
import pytest

from tests.gateways import Gateways
from tests.story.gateways_standin.conftest import QUICKPAY_KEY

BACK, AWAY = "https://fjordbyg.portal.test/betalt", "https://fjordbyg.portal.test/fortrudt"
APPROVED, REJECTED, SECURE, DELAYED = "1000020000000006", "1000000000000016", "1000000000000073", "1000000000000099"


def payment(quickpay: httpx.Client, order_id: str = "F0000000A1", amount: int = 12500, **more: Any) -> tuple[int, str]:
    """A payment with its link."""
    made = quickpay.post("/payments", json={"order_id": order_id, "currency": "DKK", "variables": {"attempt": "A1"}})
    assert made.status_code == 201, made.text
    number = made.json()["id"]
    link = {"amount": amount, "continue_url": BACK, "cancel_url": AWAY, "language": "da", "auto_capture": True, **more}
    linked = quickpay.put(f"/payments/{number}/link", json=link)
    assert linked.status_code == 200, linked.text
    return number, linked.json()["url"]


def subscription(quickpay: httpx.Client, **link: Any) -> tuple[int, str]:
    made = quickpay.post("/subscriptions", json={"order_id": "S0000000A1", "currency": "DKK", "description": "Kort"})
    number = made.json()["id"]
    fields = {"amount": 0, "continue_url": BACK, "cancel_url": AWAY, "language": "da", **link}
    return number, quickpay.put(f"/subscriptions/{number}/link", json=fields).json()["url"]


def on_file(gateways: Gateways, number: str = APPROVED) -> int:
    made = gateways.control(
        "saved-card", gateway="quickpay", api_key=QUICKPAY_KEY, order_id="S0000000A1", number=number
    )
    return int(made["id"])


def recurring(quickpay: httpx.Client, source: int, order_id: str = "F0000000A1", query: str = "", **more: Any) -> Any:
    fields = {"order_id": order_id, "amount": 9900, "auto_capture": True, "description": "Faktura 1001", **more}
    return quickpay.post(f"/subscriptions/{source}/recurring{query}", json=fields)


def read(quickpay: httpx.Client, number: int, kind: str = "payments") -> Any:
    return quickpay.get(f"/{kind}/{number}").json()


def ends(found: Any) -> list[tuple[str, str | None]]:
    return [(one["type"], one["qp_status_code"]) for one in found["operations"]]


def test_ping_and_who_may(gateways: Gateways, quickpay: httpx.Client) -> None:
    assert quickpay.get("/ping").json()["scope"] == "merchant"
    address = f"{gateways.quickpay_base}/ping"
    version = {"Accept-Version": "v10"}
    assert httpx.get(address, headers=version).status_code == 401
    assert httpx.get(address, headers=version, auth=("user", "key")).status_code == 401
    assert httpx.get(address, auth=("", "demo-api-key")).status_code == 400
    bearer = {**version, "Authorization": "Bearer demo-api-key"}
    refused = httpx.get(address, headers=bearer)
    assert (refused.status_code, refused.json()["error_code"]) == (401, None)
    basic = {**version, "Authorization": "Basic OmRlbW8tYXBpLWtleQ=="}
    assert httpx.get(address, headers=basic).status_code == 200


def test_pay_with_auto_capture(gateways: Gateways, quickpay: httpx.Client) -> None:
    number, url = payment(quickpay)
    assert read(quickpay, number)["state"] == "initial"
    assert gateways.fill_in(url, APPROVED) == BACK
    gateways.control("advance", seconds=1)
    paid = read(quickpay, number)
    assert (paid["accepted"], paid["state"], paid["balance"], paid["test_mode"]) == (True, "processed", 12500, True)
    assert ends(paid) == [("authorize", "20000"), ("capture", "20000")]
    assert (paid["metadata"]["brand"], paid["metadata"]["last4"]) == ("dankort", "0006")
    told = gateways.notices()
    assert [one.label for one in told] == ["Payment authorize 20000", "Payment capture 20000"]
    assert told[0].headers["QuickPay-Resource-Type"] == "Payment"
    assert json.loads(told[0].body)["operations"][-1]["id"] == 1
    assert gateways.fill_in(url, APPROVED) == BACK, "what is paid cannot be paid again"
    assert len(read(quickpay, number)["operations"]) == 2
    assert quickpay.put(f"/payments/{number}/link", json={"amount": 1}).status_code == 400


def test_a_rejected_card_may_be_followed_by_another(gateways: Gateways, quickpay: httpx.Client) -> None:
    number, url = payment(quickpay)
    assert gateways.fill_in(url, REJECTED) == url
    assert read(quickpay, number)["state"] == "rejected"
    assert gateways.fill_in(url, "1000000000000024") == url
    assert read(quickpay, number)["operations"][-1]["aq_status_msg"] == "Card expired"
    assert gateways.fill_in(url, APPROVED) == BACK
    assert [end for _, end in ends(read(quickpay, number))][:3] == ["40000", "40000", "20000"]


@pytest.mark.parametrize("number", ["4242424242424242", "1000000000000001", "1000060000000001", ""])
def test_any_other_number_is_refused(gateways: Gateways, quickpay: httpx.Client, number: str) -> None:
    made, url = payment(quickpay)
    assert gateways.fill_in(url, number) == url
    assert read(quickpay, made)["operations"] == []


def test_the_bank_asks(gateways: Gateways, quickpay: httpx.Client) -> None:
    number, url = payment(quickpay)
    assert gateways.fill_in(url, SECURE).endswith("/secure")
    gateways.fill_in(url, SECURE, approve=False)
    assert not read(quickpay, number)["accepted"]
    assert gateways.fill_in(url, SECURE, approve=True) == BACK
    assert read(quickpay, number)["operations"][0]["3d_secure_status"] == "Y"


def test_a_delayed_card_ends_after_a_minute(gateways: Gateways, quickpay: httpx.Client) -> None:
    number, url = payment(quickpay)
    assert gateways.fill_in(url, DELAYED) == BACK
    waiting = read(quickpay, number)
    assert (waiting["accepted"], waiting["operations"][0]["pending"]) == (False, True)
    gateways.control("advance", seconds=50)
    assert read(quickpay, number)["operations"][0]["pending"]
    gateways.control("advance", seconds=11)
    assert ends(read(quickpay, number)) == [("authorize", "20000"), ("capture", "20000")]
    assert gateways.notices()[0].label == "Payment authorize pending"


def test_order_ids_are_never_used_again(gateways: Gateways, quickpay: httpx.Client) -> None:
    number, _ = payment(quickpay)
    again = quickpay.post("/payments", json={"order_id": "F0000000A1", "currency": "DKK"})
    assert again.status_code == 400
    assert again.json() == {
        "message": "Validation error", "errors": {"order_id": ["already exists on another payment"]}, "error_code": None
    }  # fmt: skip
    found = quickpay.get("/payments", params={"order_id": "F0000000A1", "page_size": 20}).json()
    assert [one["id"] for one in found] == [number]
    assert quickpay.get("/payments", params={"order_id": "f0000000a1"}).json() == []
    assert recurring(quickpay, on_file(gateways)).status_code == 400
    other = httpx.post(
        f"{gateways.quickpay_base}/payments", json={"order_id": "F0000000A1", "currency": "DKK"},
        auth=("", "other-key"), headers={"Accept-Version": "v10"},
    )  # fmt: skip
    assert other.status_code == 201, "another account has numbers of its own"


def test_save_then_charge_with_an_answer_from_before(gateways: Gateways, quickpay: httpx.Client) -> None:
    source, url = subscription(quickpay)
    assert gateways.fill_in(url, APPROVED) == BACK
    saved = read(quickpay, source, "subscriptions")
    assert (saved["type"], saved["accepted"], saved["state"]) == ("Subscription", True, "active")
    gateways.notices()
    answer = recurring(quickpay, source)
    before = answer.json()
    assert (answer.status_code, before["type"], before["state"], before["balance"]) == (202, "Payment", "initial", 0)
    assert before["operations"][-1]["pending"] and before["operations"][-1]["qp_status_code"] is None
    gateways.control("advance", seconds=1)
    after = read(quickpay, before["id"])
    assert ends(after) == [("recurring", "20000"), ("capture", "20000")]
    assert (after["balance"], after["subscription_id"]) == (9900, source)
    assert quickpay.get(f"/subscriptions/{source}/payments").json()[0]["id"] == after["id"]
    assert [one.label for one in gateways.notices()] == ["Payment recurring 20000", "Payment capture 20000"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1000000000000065", [("recurring", "40000")]),
        ("1000000000000081", [("recurring", "40000")]),
        ("1000000000000073", [("recurring", "30100")]),
        ("1000000000000032", [("recurring", "20000"), ("capture", "40000")]),
    ],
)
def test_a_declined_operation_is_no_http_error(
    gateways: Gateways, quickpay: httpx.Client, number: str, expected: list[tuple[str, str]]
) -> None:
    answer = recurring(quickpay, on_file(gateways, number), query="?synchronized")
    assert answer.is_success
    assert ends(answer.json()) == expected
    assert answer.json()["balance"] == 0


def test_synchronized_waits_for_the_end_but_not_for_a_delayed_card(gateways: Gateways, quickpay: httpx.Client) -> None:
    assert recurring(quickpay, on_file(gateways), query="?synchronized").json()["balance"] == 9900
    gateways.control("card-update", card=1001, number=DELAYED)
    late = recurring(quickpay, 1001, "F0000000A2", query="?synchronized").json()
    assert late["operations"][-1]["pending"]


def test_some_answers_lack_the_operation(gateways: Gateways, quickpay: httpx.Client) -> None:
    source = on_file(gateways)
    gateways.control("bare-answers", times=1)
    bare = recurring(quickpay, source)
    assert (bare.status_code, bare.json()["operations"]) == (202, [])
    found = quickpay.get(bare.headers["Location"]).json()
    assert [one["type"] for one in found["operations"]] == ["recurring"]
    gateways.control("outcome", resource=source, operation="recurring", code="20200", aq="Waiting")
    waits = recurring(quickpay, source, "F0000000A2", query="?synchronized").json()
    assert (ends(waits), waits["accepted"], waits["state"]) == ([("recurring", "20200")], False, "initial")


def test_a_saved_card_that_expired_or_lacks_funds(gateways: Gateways, quickpay: httpx.Client) -> None:
    source = on_file(gateways)
    gateways.control("outcome", resource=source, operation="recurring", code="40000", aq="Insufficient funds")
    poor = recurring(quickpay, source, query="?synchronized").json()
    assert poor["operations"][0]["aq_status_msg"] == "Insufficient funds"
    gateways.control("outcome", resource=source, operation="recurring", code="")
    gateways.control("card-update", card=source, exp="01/20")
    old = recurring(quickpay, source, "F0000000A2", query="?synchronized").json()
    assert old["operations"][0]["aq_status_msg"] == "Card expired"
    gateways.control("card-update", card=source, exp="01/35")
    assert recurring(quickpay, source, "F0000000A3", query="?synchronized").json()["accepted"]


def test_cancel_a_saved_card_twice_and_from_outside(gateways: Gateways, quickpay: httpx.Client) -> None:
    source = on_file(gateways)
    assert quickpay.post(f"/subscriptions/{source}/cancel?synchronized", json={}).json()["state"] == "cancelled"
    assert quickpay.post(f"/subscriptions/{source}/cancel", json={}).status_code == 400
    assert recurring(quickpay, source).status_code == 400
    assert quickpay.post("/subscriptions/9999/cancel", json={}).status_code == 404
    gateways.notices()
    _, url = payment(quickpay)
    assert url
    other = gateways.control("saved-card", gateway="quickpay", api_key=QUICKPAY_KEY, order_id="S0000000A2")["id"]
    gateways.control("cancel-outside", subscription=other)
    (told,) = gateways.notices()
    assert told.label == "Subscription cancel 20000"
    assert read(quickpay, other, "subscriptions")["state"] == "cancelled"


def test_capture_and_refund_in_parts(gateways: Gateways, quickpay: httpx.Client) -> None:
    number, url = payment(quickpay, auto_capture=False)
    gateways.fill_in(url, APPROVED)
    captured = quickpay.post(f"/payments/{number}/capture?synchronized", json={"amount": 10000}).json()
    assert (captured["balance"], captured["state"]) == (10000, "processed")
    assert quickpay.post(f"/payments/{number}/capture", json={"amount": 2501}).status_code == 400
    snapshot = quickpay.post(f"/payments/{number}/refund", json={"amount": 4000})
    assert (snapshot.status_code, snapshot.json()["balance"]) == (202, 10000)
    assert quickpay.post(f"/payments/{number}/refund", json={"amount": 6001}).status_code == 400
    gateways.control("advance", seconds=1)
    assert read(quickpay, number)["balance"] == 6000


def test_refunds_and_cancellations_that_are_rejected(gateways: Gateways, quickpay: httpx.Client) -> None:
    number, url = payment(quickpay)
    gateways.fill_in(url, "1000000000000040")
    gateways.control("advance", seconds=1)
    refused = quickpay.post(f"/payments/{number}/refund?synchronized", json={"amount": 100}).json()
    assert (ends(refused)[-1], refused["balance"]) == (("refund", "40000"), 12500)
    number, url = payment(quickpay, "F0000000A2", auto_capture=False)
    gateways.fill_in(url, "1000000000000057")
    kept = quickpay.post(f"/payments/{number}/cancel?synchronized", json={}).json()
    assert (ends(kept)[-1], kept["state"]) == (("cancel", "40000"), "new")


def test_mobilepay_takes_money_on_a_day_to_come(gateways: Gateways, quickpay: httpx.Client) -> None:
    source, url = subscription(quickpay, payment_methods="mobilepay-subscriptions")
    assert gateways.fill_in(url, "", approve=True) == BACK
    assert read(quickpay, source, "subscriptions")["acquirer"] == "mobilepaysubscriptions"
    assert recurring(quickpay, source).json()["errors"] == {"due_date": ["is required"]}
    assert recurring(quickpay, source, due_date="2001-01-01").status_code == 400
    day = gateways.day_ahead(3)
    answer = recurring(quickpay, source, due_date=day)
    assert (answer.status_code, answer.content) == (202, b"")
    number = int(answer.headers["Location"].rpartition("/")[2])
    gateways.control("advance", seconds=24 * 3600)
    assert read(quickpay, number)["operations"][0]["pending"]
    gateways.control("advance", seconds=3 * 24 * 3600)
    assert read(quickpay, number)["balance"] == 9900


def test_links_close_and_go_away(gateways: Gateways, quickpay: httpx.Client) -> None:
    number, url = payment(quickpay, deadline=600)
    assert httpx.get(url).status_code == 200
    gateways.control("advance", seconds=601)
    assert httpx.get(url).status_code == 410
    assert quickpay.delete(f"/payments/{number}/link").status_code == 204
    assert httpx.get(url).status_code == 404
    changed = quickpay.patch(f"/payments/{number}", json={"variables": {"attempt": "A2"}})
    assert changed.json()["variables"] == {"attempt": "A2"}
    older = {"amount": 100, "continueurl": BACK, "cancelurl": AWAY}
    assert quickpay.put(f"/payments/{number}/link", json=older).status_code == 200
    assert read(quickpay, number)["link"]["continue_url"] == BACK


def test_lists_come_in_pages_newest_first(quickpay: httpx.Client) -> None:
    for number in range(5):
        quickpay.post("/payments", json={"order_id": f"F000000{number}", "currency": "DKK"})
    pages = [quickpay.get("/payments", params={"page": page, "page_size": 2}).json() for page in (1, 2, 3, 4)]
    assert [[one["id"] for one in page] for page in pages] == [[1005, 1004], [1003, 1002], [1001], []]
