"""Why Stripe said no, as data (gateways.md 2.4). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from selvbetjening.domain.payments.ports import Failure, FailureKind, Retry


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    kind: FailureKind
    retry: Retry
    ask_for_new_card: bool = False


_LOST: Final = Row("lost_or_stolen", "never", ask_for_new_card=True)
_INVALID: Final = Row("invalid_card", "never", ask_for_new_card=True)
_LIMIT: Final = Row("limit", "later")
_FRAUD: Final = Row("fraud_block", "never", ask_for_new_card=True)
_GATEWAY: Final = Row("gateway_error", "later")
_AUTHENTICATION: Final = Row("authentication_required", "after_customer")

#: By `decline_code`, and where that says nothing by `code`.
ROWS: Final[Mapping[str, Row]] = {
    "authentication_required": _AUTHENTICATION,
    "insufficient_funds": Row("insufficient_funds", "later"),
    "expired_card": Row("card_expired", "never", ask_for_new_card=True),
    "lost_card": _LOST,
    "stolen_card": _LOST,
    "pickup_card": _LOST,
    "incorrect_cvc": _INVALID,
    "invalid_cvc": _INVALID,
    "incorrect_number": _INVALID,
    "card_velocity_exceeded": _LIMIT,
    "withdrawal_count_limit_exceeded": _LIMIT,
    "fraudulent": _FRAUD,
    "merchant_blacklist": _FRAUD,
    "processing_error": _GATEWAY,
    "try_again_later": _GATEWAY,
    "issuer_not_available": _GATEWAY,
    "lock_timeout": _GATEWAY,
}
#: A bank that says no without a reason: tried twice more (`payments.rules.retry`).
OTHER: Final = Row("declined", "later", ask_for_new_card=True)
#: What the card's network advises goes before the row: how to go on, and that a new card helps.
ADVICE: Final[Mapping[str, Retry]] = {"do_not_try_again": "never", "confirm_card_data": "after_customer"}

CONFIG_ERROR: Final = Failure(kind="config_error", retry="never", code="key")
RATE_LIMITED: Final = Failure(kind="rate_limited", retry="same_request", code="rate_limit")
#: Stripe's words for a refund that came back.
_REFUNDS: Final[Mapping[str, FailureKind]] = {
    "expired_or_canceled_card": "card_expired",
    "lost_or_stolen_card": "lost_or_stolen",
    "insufficient_funds": "insufficient_funds",
}


def failure_of(error: Mapping[str, Any], *, blocked: bool = False) -> Failure:
    """A card error, or an intent's `last_payment_error`. `blocked`: the charge was stopped by risk rules."""
    code, decline = str(error.get("code") or ""), str(error.get("decline_code") or "")
    row = _row(code, decline)
    if blocked and row is OTHER:
        row = _FRAUD
    advised = ADVICE.get(str(error.get("advice_code") or ""))
    if advised is not None:
        row = replace(row, retry=advised, ask_for_new_card=True)
    return Failure(kind=row.kind, retry=row.retry, ask_for_new_card=row.ask_for_new_card, code=(decline or code)[:80])


def _row(code: str, decline: str) -> Row:
    if "authentication_required" in (code, decline):
        return _AUTHENTICATION
    for said in (decline, code):
        if said in ROWS:
            return ROWS[said]
        if said.startswith("invalid_expiry_"):
            return _INVALID
    return OTHER


def refusal_of(error: Mapping[str, Any]) -> Failure:
    """An `invalid_request_error`: a fault of ours, or a saved card that Stripe does not have any more."""
    code = str(error.get("code") or "invalid_request")[:80]
    if error.get("param") == "payment_method":
        return Failure(kind="card_removed", retry="never", ask_for_new_card=True, code=code)
    return Failure(kind="bad_request", retry="never", code=code)


def refund_failure(reason: object) -> Failure:
    """A refund that failed or was cancelled, by its `failure_reason`."""
    code = str(reason or "")[:80]
    return Failure(kind=_REFUNDS.get(code, "declined"), retry="never", code=code)
