"""What QuickPay's resources say: operations are true, states are hints (gateways.md 3.3, 3.4)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from selvbetjening.adapters.quickpay import orders
from selvbetjening.adapters.quickpay.facts import Reading, payment_facts, subscription_facts
from selvbetjening.adapters.quickpay.marks import mark, may_be_ours
from selvbetjening.domain.payments.ports import Fact
from selvbetjening.kernel.money import Money

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
READING = Reading("ours", "test", NOON, "ab" * 32)


def step(number: int, type: str, code: str = "20000", *, amount: int = 12500, **more: Any) -> dict[str, Any]:
    return {"id": number, "type": type, "amount": amount, "pending": code == "", "qp_status_code": code or None,
            "created_at": "2026-11-21T10:00:00Z", **more}  # fmt: skip


def payment(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": 1234, "type": "Payment", "order_id": "F0000000A1", "currency": "DKK", "accepted": True,
        "test_mode": "true", "operations": list(steps), "created_at": "2026-11-21T09:58:00Z", "unknown": [1],
        "variables": {"attempt": "F0000000A1", "account": "ours"}, "state": "whatever",
        "link": {"url": "https://window.example/"}, "deadline_at": "2026-11-22T09:58:00Z", **more,
    }  # fmt: skip


def kinds(told: tuple[Fact, ...]) -> list[str]:
    return [fact.kind for fact in told]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], []),
        ([step(1, "authorize", "")], ["payment_pending"]),
        ([step(1, "authorize", "20200")], ["payment_pending"]),
        ([step(1, "authorize")], ["payment_pending"]),
        ([step(1, "authorize"), step(2, "capture", "")], ["payment_pending"]),
        ([step(1, "authorize"), step(2, "capture")], ["payment_succeeded"]),
        ([step(1, "authorize"), step(2, "capture", "40000")], ["payment_failed"]),
        ([step(1, "authorize", "40000")], []),
        ([step(1, "authorize", "40000"), step(2, "authorize"), step(3, "capture")], ["payment_succeeded"]),
        ([step(1, "authorize"), step(2, "authorize", "40000")], []),
        ([step(1, "authorize"), step(2, "cancel")], ["payment_failed"]),
        ([step(1, "recurring", "")], ["payment_pending"]),
        ([step(1, "recurring"), step(2, "capture")], ["payment_succeeded"]),
        ([step(1, "recurring", "40000")], ["payment_failed"]),
        ([step(1, "recurring", "30100")], ["payment_needs_customer"]),
        ([step(1, "authorize"), step(2, "capture"), step(3, "refund", "")], ["payment_succeeded", "refund_pending"]),
        ([step(1, "authorize"), step(2, "capture"), step(3, "refund")], ["payment_succeeded", "refund_succeeded"]),
        ([step(1, "authorize"), step(2, "capture"), step(3, "refund", "40000")],
         ["payment_succeeded", "refund_failed"]),
        ([step(2, "capture"), step(1, "authorize")], ["payment_succeeded"]),
    ],
)  # fmt: skip
def test_each_history_of_a_payment(steps: list[dict[str, Any]], expected: list[str]) -> None:
    told = payment_facts(payment(*steps), READING)

    assert kinds(told) == expected
    assert all(fact.mode == "test" and fact.raw_sha256 == READING.sha256 for fact in told)
    assert all(fact.reference == "F0000000A1" for fact in told if fact.kind.startswith("payment_"))


def test_authorised_is_not_paid_and_not_accepted_is_not_paid() -> None:
    steps = [step(1, "authorize"), step(2, "capture")]

    assert "payment_succeeded" not in kinds(payment_facts(payment(*steps[:1]), READING))
    assert "payment_succeeded" not in kinds(payment_facts(payment(*steps, accepted="false"), READING))


def test_what_was_captured_is_what_was_paid() -> None:
    steps = [step(1, "authorize"), step(2, "capture", amount=5000), step(3, "capture", amount=2500)]

    (paid,) = payment_facts(payment(*steps, currency="EUR"), READING)

    assert paid.amount == Money(7500, "EUR") and paid.dedupe_key == "payment:1234:payment_succeeded:7500EUR"


@pytest.mark.parametrize(
    "more", [{"deadline_at": "2026-11-21T12:00:00Z"}, {"link": None}, {"link": {}}, {"link": {"url": None}}]
)
@pytest.mark.parametrize("steps", [[], [step(1, "authorize", "40000")]])
def test_a_window_that_is_closed_has_expired(steps: list[dict[str, Any]], more: dict[str, Any]) -> None:
    assert kinds(payment_facts(payment(*steps, **more), READING)) == ["redirect_expired"]
    assert kinds(subscription_facts(saved(accepted=False, operations=steps, **more), READING)) == ["redirect_expired"]


def test_the_world_shows_once_a_card_was_used() -> None:
    """Q5: until then a resource says `test_mode` false even where only test cards are taken."""
    untouched = payment(test_mode=False, link=None)

    assert payment_facts(untouched, READING)[0].mode == "test"
    assert payment_facts(untouched, replace(READING, mode="live"))[0].mode == "live"
    assert payment_facts(payment(step(1, "recurring"), step(2, "capture"), test_mode=False), READING)[0].mode == "live"


@pytest.mark.parametrize(
    ("more", "reference"),
    [
        ({}, "F0000000A1"),
        ({"variables": {"attempt": "F0000000A1", "account": "another row"}}, ""),
        ({"variables": {"attempt": "F0000000A1"}}, ""),
        ({"variables": {}}, ""),
        ({"variables": []}, ""),
        ({"order_id": "1001"}, ""),
        ({"order_id": "F0000000A1-S"}, "F0000000A1"),
        ({"order_id": "S0000000A1", "variables": {"save_ref": "S0000000A1", "account": "ours"}}, "S0000000A1"),
    ],
)
def test_ours_is_what_carries_our_order_and_our_account(more: dict[str, Any], reference: str) -> None:
    assert mark(payment(**more), account="ours") == reference


@pytest.mark.parametrize(
    ("order_id", "variables", "maybe"),
    [("F0000000A1", None, True), ("F0000000A1-S", {}, True), ("S0000000A1", {}, True), ("1001", {}, False),
     ("F0000000A1", {"account": "web shop"}, False), ("x", {"account": "ours"}, True)],
)  # fmt: skip
def test_what_is_read_again(order_id: str, variables: Any, maybe: bool) -> None:
    assert may_be_ours({"order_id": order_id, "variables": variables}, account="ours") is maybe


def test_each_refund_is_claimed_by_one_order() -> None:
    """A refund there carries no reference: it is the first of its amount after the order was written down."""
    marks = {"refund_R000000001": "500@2", "refund_R000000002": "500@3", "refund_R000000009": "900@2"}
    steps = [step(1, "authorize"), step(2, "capture"), *(step(number, "refund", amount=500) for number in (3, 4, 5))]
    data = payment(*steps, variables={"attempt": "F0000000A1", "account": "ours", **marks})

    told = [fact for fact in payment_facts(data, READING) if fact.kind == "refund_succeeded"]

    assert [(fact.external_id, fact.reference) for fact in told] == [
        ("refund:1234:3", "R000000001"), ("refund:1234:4", "R000000002"), ("refund:1234:5", ""),
    ]  # fmt: skip
    assert {fact.of_payment for fact in told} == {"payment:1234"}


def saved(**more: Any) -> dict[str, Any]:
    return {
        "id": 7, "type": "Subscription", "order_id": "S0000000A1", "currency": "DKK", "accepted": True,
        "test_mode": True, "operations": [step(1, "authorize", amount=0)], "created_at": "2026-11-21T09:58:00Z",
        "variables": {"save_ref": "S0000000A1", "account": "ours"}, "link": {"url": "https://window.example/"},
        "metadata": {"brand": "dankort", "last4": "0006", "exp_month": "12", "exp_year": 2030, "hash": "h",
                     "country": "DNK"}, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["instrument_saved"]),
        ({"accepted": "true"}, ["instrument_saved"]),
        ({"accepted": False}, []),
        ({"operations": [step(1, "authorize", "")]}, []),
        ({"operations": [step(1, "authorize", "40000")], "accepted": False}, []),
        ({"operations": [step(1, "authorize"), step(2, "cancel")]}, ["instrument_disabled"]),
        ({"operations": [step(1, "authorize"), step(2, "cancel", "")]}, ["instrument_saved"]),
        ({"state": "cancelled"}, ["instrument_disabled"]),
        ({"variables": {}}, []),
    ],
)
def test_each_state_of_a_saved_card(more: dict[str, Any], expected: list[str]) -> None:
    assert kinds(subscription_facts(saved(**more), READING)) == expected


@pytest.mark.parametrize(
    ("acquirer", "method"),
    [("clearhaus", "card"), (None, "card"), ("vmpepayment", "mobilepay"), ("mobilepaysubscriptions", "mobilepay")],
)
def test_a_payer_who_chose_mobilepay_has_that(acquirer: str | None, method: str) -> None:
    (told,) = subscription_facts(saved(acquirer=acquirer), READING)

    assert told.instrument and told.instrument.method == method
    assert (told.external_id, told.instrument.last4, told.instrument.exp_month) == ("subscription:7", "0006", 12)


def test_mobilepay_is_asked_for_tomorrow_and_captures_by_itself() -> None:
    """3.4: 1 to 126 days ahead, never at once."""
    asked = {
        "reference": "F0000000A1", "amount": Money(12500, "DKK"), "text": "Ærø Børnehave ApS – november",
        "account": "ours", "today": NOON.date(),
    }  # fmt: skip

    mobile, card = (orders.recurring(**asked, mobilepay=mobile) for mobile in (True, False))  # type: ignore[arg-type]

    assert mobile["due_date"] == "2026-11-22" and "auto_capture" not in mobile
    assert card["auto_capture"] is True and "due_date" not in card
    assert card["text_on_statement"] == "AEroe Boernehave ApS"[:22].replace("AE", "Ae")
