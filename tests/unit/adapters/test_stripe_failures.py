"""Stripe's error table, each row (gateways.md 2.4)."""

from typing import Any

import pytest
import stripe

from selvbetjening.adapters.stripe.client import translated
from selvbetjening.adapters.stripe.failures import failure_of, refund_failure, refusal_of
from selvbetjening.domain.payments.ports import Failure, GatewayRefused, NotReached

ROWS = [
    ({"code": "authentication_required"}, "authentication_required", "after_customer", False),
    ({"code": "card_declined", "decline_code": "authentication_required"},
     "authentication_required", "after_customer", False),
    ({"code": "authentication_required", "decline_code": "generic_decline"},
     "authentication_required", "after_customer", False),
    ({"code": "card_declined", "decline_code": "insufficient_funds"}, "insufficient_funds", "later", False),
    ({"code": "expired_card", "decline_code": "expired_card"}, "card_expired", "never", True),
    ({"code": "expired_card"}, "card_expired", "never", True),
    ({"code": "card_declined", "decline_code": "lost_card"}, "lost_or_stolen", "never", True),
    ({"code": "card_declined", "decline_code": "stolen_card"}, "lost_or_stolen", "never", True),
    ({"code": "card_declined", "decline_code": "pickup_card"}, "lost_or_stolen", "never", True),
    ({"code": "incorrect_cvc"}, "invalid_card", "never", True),
    ({"code": "card_declined", "decline_code": "invalid_cvc"}, "invalid_card", "never", True),
    ({"code": "incorrect_number"}, "invalid_card", "never", True),
    ({"code": "invalid_expiry_month"}, "invalid_card", "never", True),
    ({"code": "card_declined", "decline_code": "invalid_expiry_year"}, "invalid_card", "never", True),
    ({"code": "card_declined", "decline_code": "card_velocity_exceeded"}, "limit", "later", False),
    ({"code": "card_declined", "decline_code": "withdrawal_count_limit_exceeded"}, "limit", "later", False),
    ({"code": "card_declined", "decline_code": "fraudulent"}, "fraud_block", "never", True),
    ({"code": "processing_error"}, "gateway_error", "later", False),
    ({"code": "card_declined", "decline_code": "try_again_later"}, "gateway_error", "later", False),
    ({"code": "card_declined", "decline_code": "issuer_not_available"}, "gateway_error", "later", False),
    ({"code": "lock_timeout"}, "gateway_error", "later", False),
    ({"code": "card_declined", "decline_code": "generic_decline"}, "declined", "later", True),
    ({"code": "card_declined", "decline_code": "do_not_honor"}, "declined", "later", True),
    ({"code": "card_declined", "decline_code": "a_word_of_next_year"}, "declined", "later", True),
    ({}, "declined", "later", True),
    ({"code": "card_declined", "decline_code": "insufficient_funds", "advice_code": "do_not_try_again"},
     "insufficient_funds", "never", True),
    ({"code": "card_declined", "decline_code": "generic_decline", "advice_code": "confirm_card_data"},
     "declined", "after_customer", True),
    ({"code": "card_declined", "decline_code": "insufficient_funds", "advice_code": "try_again_later"},
     "insufficient_funds", "later", False),
]  # fmt: skip


@pytest.mark.parametrize(("error", "kind", "retry", "new_card"), ROWS)
def test_each_row(error: dict[str, Any], kind: str, retry: str, new_card: bool) -> None:
    found = failure_of(error)

    assert (found.kind, found.retry, found.ask_for_new_card) == (kind, retry, new_card)
    assert found.code == (error.get("decline_code") or error.get("code") or "")


def test_a_charge_stopped_by_risk_rules_is_a_block_where_the_bank_gave_no_reason() -> None:
    generic = {"code": "card_declined", "decline_code": "generic_decline"}

    assert failure_of(generic, blocked=True).kind == "fraud_block"
    assert failure_of({"code": "expired_card"}, blocked=True).kind == "card_expired"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": "amount_too_small", "param": "amount"}, "bad_request"),
        ({"code": "parameter_unknown", "param": "x"}, "bad_request"),
        ({"code": None, "param": None}, "bad_request"),
        ({"code": "resource_missing", "param": "payment_method"}, "card_removed"),
    ],
)
def test_requests_that_are_refused(error: dict[str, Any], kind: str) -> None:
    found = refusal_of(error)

    assert (found.kind, found.retry) == (kind, "never")
    assert found.ask_for_new_card == (kind == "card_removed")


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("expired_or_canceled_card", "card_expired"), ("lost_or_stolen_card", "lost_or_stolen"),
     ("insufficient_funds", "insufficient_funds"), ("unknown", "declined"), (None, "declined")],
)  # fmt: skip
def test_refunds_that_fail(reason: str | None, kind: str) -> None:
    assert refund_failure(reason) == Failure(kind=kind, retry="never", code=reason or "")  # type: ignore[arg-type]


SECRET = "sk_test_never_to_be_shown"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (stripe.APIConnectionError(SECRET), "connection"),  # type: ignore[no-untyped-call]
        (stripe.APIError(SECRET, http_status=500), "http_500"),
        (stripe.APIError(SECRET), "http_0"),
        (stripe.IdempotencyError(SECRET, http_status=409), "idempotency"),
        (stripe.RateLimitError(SECRET), "rate_limited rate_limit"),
        (stripe.RateLimitError(SECRET, code="lock_timeout", json_body={"error": {"code": "lock_timeout"}}),
         "gateway_error lock_timeout"),
        (stripe.AuthenticationError(SECRET), "config_error key"),
        (stripe.PermissionError(SECRET), "config_error key"),
        (stripe.InvalidRequestError(SECRET, "amount", json_body={"error": {"code": "amount_too_small"}}),  # type: ignore[no-untyped-call]
         "bad_request amount_too_small"),
        (stripe.CardError(SECRET, None, "card_declined", json_body={"error": {"decline_code": "lost_card"}}),  # type: ignore[no-untyped-call]
         "lost_or_stolen lost_card"),
    ],
)  # fmt: skip
def test_what_the_client_raises_in_the_ports_words_and_without_its_text(error: stripe.StripeError, told: str) -> None:
    """G6, G9: no answer is not a refusal; no text of the gateway's goes on."""
    found = translated(error)

    assert str(found) == told and SECRET not in repr(found)
    reached = told.split()[0] in ("rate_limited", "config_error", "bad_request", "lost_or_stolen", "gateway_error")
    assert isinstance(found, GatewayRefused if reached else NotReached)
