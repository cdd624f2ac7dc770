"""PaymentIntents: one try to take money, with the customer there (Checkout) or away."""

from typing import Any, Final

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.state import Row
from selvbetjening.portals.sandbox.gateways.stripe.cards import CARDS, Decline, Situation, decide
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller, Refused, invalid
from selvbetjening.portals.sandbox.gateways.stripe.events import emit
from selvbetjening.portals.sandbox.gateways.stripe.methods import expired, resolve

SMALLEST: Final = {"dkk": 250, "eur": 50, "nok": 300, "sek": 300, "usd": 50}
"""The least that is charged, in minor units (gateways.md S9)."""


def refuse_small(amount: int, currency: str, *, param: str) -> None:
    """Raises `Refused` with `amount_too_small`, or for a currency that this account does not take."""
    if currency not in SMALLEST:
        raise invalid(f"Invalid currency: {currency}.", param="currency")
    if amount < SMALLEST[currency]:
        raise invalid("Amount is below the smallest that can be charged.", param=param, code="amount_too_small")


def new(caller: Caller, *, amount: int, currency: str, customer: str | None, **more: Any) -> Row:
    """A PaymentIntent that nothing has been tried with."""
    row = caller.add(
        "payment_intent", "pi", {
            "amount": amount, "currency": currency, "customer": customer, "status": "requires_payment_method",
            "amount_received": 0, "amount_capturable": 0, "capture_method": "automatic", "latest_charge": None,
            "payment_method": None, "payment_method_types": ["card"], "last_payment_error": None,
            "next_action": None, "metadata": {}, "description": None, "setup_future_usage": None,
            "canceled_at": None, "cancellation_reason": None, **more,
        },
    )  # fmt: skip
    row.data["client_secret"] = f"{row.data['id']}_secret_demo"
    emit(caller, "payment_intent.created", row)
    return row


def create(caller: Caller, params: Data) -> Row:
    """`POST payment_intents`: with `confirm` and `off_session` a charge without the customer."""
    refuse_small(params["amount"], params["currency"], param="amount")
    customer = params.get("customer")
    if customer:
        caller.get("customer", customer, param="customer")
    if params.get("off_session") and not params.get("confirm"):
        raise invalid("off_session may only be given with confirm=true.", param="off_session")
    method = resolve(caller, params["payment_method"], param="payment_method") if "payment_method" in params else None
    if params.get("confirm") and method is None:
        raise invalid("You cannot confirm this PaymentIntent because it has no payment method.", param="payment_method")
    if method is not None:
        _refuse_strange(method, customer)
    row = new(
        caller, amount=params["amount"], currency=params["currency"], customer=customer,
        metadata=params.get("metadata", {}), description=params.get("description"),
    )  # fmt: skip
    if method is not None:
        row.data |= {"payment_method": method.data["id"], "status": "requires_confirmation"}
        if params.get("confirm"):
            _charge_now(caller, row, method, "off_session" if params.get("off_session") else "on_session")
    return row


def _refuse_strange(method: Row, customer: str | None) -> None:
    if method.hidden.get("detached"):
        raise invalid(
            "The provided PaymentMethod was previously detached from a Customer and may not be used again.",
            param="payment_method",
        )
    if method.data["customer"] is not None and method.data["customer"] != customer:
        raise invalid("The payment method does not belong to the customer.", param="payment_method")


def _charge_now(caller: Caller, row: Row, method: Row, situation: Situation) -> None:
    outcome = attempt(caller, row, method, situation=situation, authenticated=False)
    if isinstance(outcome, Decline):
        raise Refused(402, **{**row.data["last_payment_error"], "payment_intent": row.data})


def attempt(caller: Caller, row: Row, method: Row, *, situation: Situation, authenticated: bool) -> str | Decline:
    """Try the card: `ok`, `processing`, `authenticate` (the customer must act), or why it was refused."""
    row.data |= {"payment_method": method.data["id"], "next_action": None}
    outcome = decide(
        CARDS[method.hidden["number"]], situation=situation, set_up=method.hidden["set_up"],
        authenticated=authenticated, expired=expired(caller.state, method),
    )  # fmt: skip
    if isinstance(outcome, Decline):
        fail(caller, row, outcome)
        return outcome
    if outcome == "authenticate":
        row.data |= {"status": "requires_action", "next_action": {"type": "use_stripe_sdk"}}
        emit(caller, "payment_intent.requires_action", row)
        return "authenticate"
    method.hidden["used"] = method.data["customer"] is None
    if slow := _slow(caller):
        row.data["status"] = "processing"
        row.hidden["ends"] = slow["outcome"]
        emit(caller, "payment_intent.processing", row)
        caller.state.later(slow["seconds"], "stripe.settle", row.data["id"])
        return "processing"
    succeed(caller, row)
    return "ok"


def _slow(caller: Caller) -> Data | None:
    """Control lets the next payments take their time (`/__control/processing`)."""
    slow: Data = caller.state.settings.get("processing", {})
    if slow.get("times", 0) <= 0:
        return None
    slow["times"] -= 1
    return slow


def succeed(caller: Caller, row: Row) -> None:
    """The money is there."""
    charge = _charge(caller, row, status="succeeded", paid=True)
    row.data |= {
        "status": "succeeded", "amount_received": row.data["amount"], "latest_charge": charge.data["id"],
        "last_payment_error": None, "next_action": None,
    }  # fmt: skip
    emit(caller, "charge.succeeded", charge)
    emit(caller, "payment_intent.succeeded", row)
    method = caller.get("payment_method", row.data["payment_method"])
    if CARDS[method.hidden["number"]].disputed:
        caller.state.later(1, "stripe.dispute", row.data["id"])


def fail(caller: Caller, row: Row, decline: Decline) -> None:
    """The card was refused; another may be tried."""
    charge = _charge(caller, row, status="failed", paid=False)
    charge.data |= {"failure_code": decline.code, "failure_message": "The card was declined."}
    method = caller.get("payment_method", row.data["payment_method"])
    error = {
        "type": "card_error", "code": decline.code, "decline_code": decline.decline_code, "param": None,
        "message": f"Your card was declined ({decline.decline_code or decline.code}).",
        "charge": charge.data["id"], "payment_method": method.data, "payment_method_type": "card",
    }  # fmt: skip
    if decline.advice_code:
        error["advice_code"] = decline.advice_code
    row.data |= {
        "status": "requires_payment_method", "latest_charge": charge.data["id"], "payment_method": None,
        "last_payment_error": error, "next_action": None,
    }  # fmt: skip
    emit(caller, "charge.failed", charge)
    emit(caller, "payment_intent.payment_failed", row)


def _charge(caller: Caller, row: Row, **state: Any) -> Row:
    intent = row.data
    return caller.add(
        "charge", "ch", {
            "amount": intent["amount"], "amount_captured": intent["amount"] if state["paid"] else 0,
            "amount_refunded": 0, "currency": intent["currency"], "customer": intent["customer"],
            "payment_intent": intent["id"], "payment_method": intent["payment_method"], "captured": state["paid"],
            "metadata": dict(intent["metadata"]), "refunded": False, "disputed": False, "failure_code": None,
            "failure_message": None, "balance_transaction": None, **state,
        },
    )  # fmt: skip


def cancel(caller: Caller, params: Data) -> Row:
    """`POST payment_intents/{id}/cancel`."""
    row = caller.get("payment_intent", caller.id)
    if row.data["status"] in {"succeeded", "canceled", "processing"}:
        raise invalid(
            f"You cannot cancel this PaymentIntent because it has a status of {row.data['status']}.",
            code="payment_intent_unexpected_state",
        )
    row.data |= {
        "status": "canceled", "canceled_at": int(caller.state.now()), "next_action": None,
        "cancellation_reason": params.get("cancellation_reason"),
    }  # fmt: skip
    emit(caller, "payment_intent.canceled", row)
    return row
