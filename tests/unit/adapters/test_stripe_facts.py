"""What each state of Stripe's objects says (gateways.md 2.3, 2.5)."""

from typing import Any

import pytest

from selvbetjening.adapters.stripe import facts, money_back
from selvbetjening.adapters.stripe.facts import Reading
from selvbetjening.domain.payments.ports import Fact
from selvbetjening.kernel.money import Money

READING = Reading("ours", "ab" * 32)
CARD: dict[str, Any] = {
    "id": "pm_1", "type": "card", "customer": "cus_1", "created": 1767225600, "livemode": False,
    "card": {"brand": "visa", "last4": "4242", "exp_month": "3", "exp_year": 2030, "fingerprint": "f", "country": "DK"},
}  # fmt: skip
DECLINED = {"code": "card_declined", "decline_code": "insufficient_funds"}


def intent(status: str, *, kind: str = "charge", **more: Any) -> dict[str, Any]:
    return {
        "id": "pi_1", "status": status, "amount": 12500, "amount_received": 12500, "currency": "dkk",
        "created": 1767225600, "livemode": False, "latest_charge": None, "last_payment_error": None,
        "setup_future_usage": None, "payment_method": CARD, "unknown_field": {"of": "next year"},
        "metadata": {"attempt": "F000000001", "account": "ours", "kind": kind}, **more,
    }  # fmt: skip


def session(status: str, *, mode: str = "payment", **more: Any) -> dict[str, Any]:
    name = "attempt" if mode == "payment" else "save_ref"
    return {
        "id": "cs_1", "status": status, "mode": mode, "created": 1767225600, "livemode": False, "payment_intent": None,
        "setup_intent": None, "metadata": {name: "F000000001", "account": "ours"}, **more,
    }  # fmt: skip


def kinds(told: tuple[Fact, ...]) -> list[str]:
    return [fact.kind for fact in told]


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        ("succeeded", {}, ["payment_succeeded"]),
        ("succeeded", {"setup_future_usage": "off_session"}, ["payment_succeeded", "instrument_saved"]),
        ("processing", {}, ["payment_pending"]),
        ("requires_capture", {}, ["payment_pending"]),
        ("requires_action", {}, ["payment_needs_customer"]),
        ("requires_payment_method", {"last_payment_error": DECLINED}, ["payment_failed"]),
        ("requires_payment_method", {"last_payment_error": {"code": "authentication_required"}},
         ["payment_needs_customer"]),
        ("canceled", {"last_payment_error": {"code": "authentication_required"}}, ["payment_needs_customer"]),
        ("canceled", {}, ["payment_failed"]),
        ("requires_payment_method", {}, []),
        ("requires_confirmation", {}, []),
        ("a_state_of_next_year", {}, []),
    ],
)  # fmt: skip
def test_each_state_of_a_charge(status: str, more: dict[str, Any], expected: list[str]) -> None:
    told = facts.payment_facts(intent(status, **more), READING)

    assert kinds(told) == expected
    assert all(fact.reference == "F000000001" and fact.raw_sha256 == READING.sha256 for fact in told)
    assert all(fact.amount == Money(12500, "DKK") for fact in told if fact.kind.startswith("payment_"))


@pytest.mark.parametrize("status", ["requires_action", "requires_payment_method", "canceled"])
def test_on_an_open_page_a_failure_is_none(status: str) -> None:
    data = intent(status, kind="pay", last_payment_error=DECLINED)

    assert facts.payment_facts(data, READING) == ()
    assert facts.session_facts(session("open", payment_intent=data), READING) == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (session("expired"), ["redirect_expired"]),
        (session("open"), []),
        (session("complete", payment_intent=intent("succeeded", kind="pay")), ["payment_succeeded"]),
        (session("complete", payment_intent=intent("processing", kind="pay")), ["payment_pending"]),
        (session("complete", payment_intent=intent(
            "requires_payment_method", kind="pay", last_payment_error=DECLINED)), ["payment_failed"]),
        (session("complete", payment_intent="pi_1"), []),
        (session("expired", metadata={"attempt": "F000000001", "account": "web shop"}), []),
        (session("expired", metadata=None), []),
    ],
)  # fmt: skip
def test_each_state_of_a_page(data: dict[str, Any], expected: list[str]) -> None:
    assert kinds(facts.session_facts(data, READING)) == expected


def test_a_payment_has_one_key_whether_it_was_read_alone_or_in_its_page() -> None:
    paid = intent("succeeded", kind="pay", setup_future_usage="off_session")

    alone = facts.payment_facts(paid, READING)
    inside = facts.session_facts(session("complete", payment_intent=paid), READING)

    assert [fact.dedupe_key for fact in alone] == [fact.dedupe_key for fact in inside]
    assert alone[0].dedupe_key == "pi_1:payment_succeeded:12500DKK"


def test_it_was_paid_when_the_card_was_charged() -> None:
    (paid,) = facts.payment_facts(intent("succeeded", latest_charge={"created": 1767312000}), READING)

    assert paid.occurred_at.isoformat() == "2026-01-02T00:00:00+00:00"


@pytest.mark.parametrize("customer", [None, ""])
def test_a_card_that_belongs_to_nobody_is_not_saved(customer: str | None) -> None:
    """2.3: completeness of a saved card."""
    data = intent("succeeded", setup_future_usage="off_session", payment_method={**CARD, "customer": customer})
    setup = {"id": "seti_1", "status": "succeeded", "payment_method": {**CARD, "customer": customer},
             "metadata": {"save_ref": "S000000001", "account": "ours"}}  # fmt: skip

    assert kinds(facts.payment_facts(data, READING)) == ["payment_succeeded"]
    assert facts.setup_facts(setup, READING) == ()
    assert kinds(facts.setup_facts({**setup, "payment_method": CARD}, READING)) == ["instrument_saved"]
    assert facts.setup_facts({**setup, "payment_method": CARD, "status": "requires_action"}, READING) == ()


def test_cards_and_payers_that_change() -> None:
    (updated,) = facts.method_facts(CARD, READING)
    (gone,) = facts.method_facts({**CARD, "customer": None}, READING)
    (left,) = facts.customer_facts({"id": "cus_1", "deleted": True}, READING)

    assert updated.dedupe_key == "pm_1:instrument_updated:4242:3/2030"
    assert updated.instrument and updated.instrument.customer_ref == "cus_1" and updated.instrument.exp_month == 3
    assert (gone.kind, left.kind) == ("instrument_disabled", "instrument_disabled")
    assert left.external_id == "cus_1"
    assert (
        facts.method_facts({**CARD, "type": "klarna"}, READING) == facts.customer_facts({"id": "cus_1"}, READING) == ()
    )


def test_a_live_object_is_live() -> None:
    assert facts.payment_facts(intent("succeeded", livemode=True), READING)[0].mode == "live"
    assert facts.payment_facts(intent("succeeded"), READING)[0].mode == "test"


@pytest.mark.parametrize(
    ("status", "kind"),
    [("pending", "refund_pending"), ("requires_action", "refund_pending"), ("succeeded", "refund_succeeded"),
     ("failed", "refund_failed"), ("canceled", "refund_failed")],
)  # fmt: skip
def test_each_state_of_a_refund(status: str, kind: str) -> None:
    refund = {"id": "re_1", "status": status, "amount": 500, "currency": "dkk", "payment_intent": "pi_1",
              "metadata": {"refund_ref": "R000000001", "account": "ours"}, "failure_reason": None}  # fmt: skip

    (told,) = money_back.refund_facts(refund, READING)

    assert (told.kind, told.dedupe_key, told.of_payment) == (kind, f"re_1:{kind}", "pi_1")
    assert (told.failure is not None) == (kind == "refund_failed")
    assert money_back.refund_facts({**refund, "metadata": {}}, READING) == ()
    assert money_back.refund_facts({**refund, "metadata": {}, "payment_intent": intent("succeeded")}, READING)
    assert money_back.refund_facts({**refund, "status": "of_next_year"}, READING) == ()


@pytest.mark.parametrize(
    ("status", "expected", "lost"),
    [("needs_response", ["dispute_opened"], False), ("under_review", ["dispute_opened"], False),
     ("won", ["dispute_opened", "dispute_closed"], False),
     ("warning_needs_response", [], False), ("warning_under_review", [], False), ("warning_closed", [], False),
     ("lost", ["dispute_opened", "dispute_closed"], True)],
)  # fmt: skip
def test_each_state_of_a_dispute(status: str, expected: list[str], lost: bool) -> None:
    dispute = {
        "id": "dp_1",
        "status": status,
        "amount": 12500,
        "currency": "dkk",
        "payment_intent": intent("succeeded"),
    }

    told = money_back.dispute_facts(dispute, READING)

    assert kinds(told) == expected and all(fact.of_payment == "pi_1" for fact in told)
    assert any(fact.failure is not None for fact in told) == lost
    assert money_back.dispute_facts({**dispute, "payment_intent": "pi_1"}, READING) == ()


def test_a_dispute_counts_from_when_the_money_was_taken() -> None:
    """An inquiry that became a dispute weeks later keeps the day on which the bank first asked."""
    moves = [{"id": "txn_2", "created": 1769225600}, {"id": "txn_1", "created": 1768225600}]
    dispute = {
        "id": "dp_1", "status": "won", "amount": 12500, "currency": "dkk", "created": 1767225600,
        "payment_intent": intent("succeeded"), "balance_transactions": moves,
    }  # fmt: skip

    assert [int(fact.occurred_at.timestamp()) for fact in money_back.dispute_facts(dispute, READING)] == [
        1768225600, 1769225600,
    ]  # fmt: skip
