"""Checkout Sessions: made by the product, finished by the customer on the hosted page."""

from typing import Final

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.state import Row
from selvbetjening.portals.sandbox.gateways.stripe import intents
from selvbetjening.portals.sandbox.gateways.stripe.cards import CARDS, Decline, decide
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller, invalid
from selvbetjening.portals.sandbox.gateways.stripe.events import emit
from selvbetjening.portals.sandbox.gateways.stripe.methods import expired, give

HOUR: Final = 3600
KIND: Final = "checkout.session"


def create(caller: Caller, params: Data) -> Row:
    """`POST checkout/sessions`."""
    setup = params["mode"] == "setup"
    _refuse_mixed(params, setup=setup)
    if "customer" in params:
        caller.get("customer", params["customer"], param="customer")
    total = None if setup else _total(params)
    seconds = _lifetime(caller, params)
    row = caller.add(
        KIND, "cs_test", {
            "mode": params["mode"], "status": "open", "customer": params.get("customer"), "amount_total": total,
            "amount_subtotal": total, "currency": params.get("currency") if setup else _currency(params),
            "payment_status": "no_payment_required" if setup else "unpaid", "payment_intent": None,
            "setup_intent": None, "client_reference_id": params.get("client_reference_id"),
            "metadata": params.get("metadata", {}), "success_url": params["success_url"],
            "cancel_url": params.get("cancel_url"), "locale": params.get("locale"), "ui_mode": "hosted_page",
            "expires_at": params.get("expires_at", int(caller.state.stamp() + seconds)),
            "payment_method_types": ["card"], "url": None,
        },
        asked={name: params.get(name, {}) for name in ("setup_intent_data", "payment_intent_data")},
        title="" if setup else params["line_items"][0]["price_data"]["product_data"]["name"],
    )  # fmt: skip
    if setup:
        row.data["setup_intent"] = _setup_intent(caller, params).data["id"]
    row.data["url"] = f"{caller.base}/pay/{row.data['id']}"
    caller.state.later(seconds, "stripe.expire", row.data["id"])
    return row


def _refuse_mixed(params: Data, *, setup: bool) -> None:
    if setup:
        for name in ("line_items", "payment_intent_data"):
            if name in params:
                raise invalid(f"You can not pass `{name}` in `setup` mode.", param=name)
        if "currency" not in params and "allowed_payment_method_types" not in params:
            raise invalid("Missing required param: currency.", param="currency", code="parameter_missing")
    else:
        if "setup_intent_data" in params:
            raise invalid("You can not pass `setup_intent_data` in `payment` mode.", param="setup_intent_data")
        if not params.get("line_items"):
            raise invalid("Missing required param: line_items.", param="line_items", code="parameter_missing")
        if "setup_future_usage" in params.get("payment_intent_data", {}) and "customer" not in params:
            raise invalid("Saving a card needs a customer.", param="customer", code="parameter_missing")


def _currency(params: Data) -> str:
    return str(params["line_items"][0]["price_data"]["currency"])


def _total(params: Data) -> int:
    prices = [(item["price_data"], item["quantity"]) for item in params["line_items"]]
    if len({price["currency"] for price, _ in prices}) > 1:
        raise invalid("All line items must have the same currency.", param="line_items")
    total: int = sum(price["unit_amount"] * quantity for price, quantity in prices)
    intents.refuse_small(total, _currency(params), param="line_items")
    return total


def _lifetime(caller: Caller, params: Data) -> float:
    """Seconds until it expires: 30 minutes to 24 hours, 24 hours unless asked for."""
    if "expires_at" not in params:
        return 24 * HOUR
    seconds = params["expires_at"] - caller.state.stamp()
    # A minute of grace, for the two clocks and the way between them.
    if not HOUR / 2 - 60 <= seconds <= 24 * HOUR + 60:
        raise invalid("The `expires_at` timestamp must be between 30 minutes and 24 hours away.", param="expires_at")
    return float(seconds)


def _setup_intent(caller: Caller, params: Data) -> Row:
    asked = params.get("setup_intent_data", {})
    return caller.add(
        "setup_intent", "seti", {
            "status": "requires_payment_method", "customer": params.get("customer"), "payment_method": None,
            "usage": "off_session", "metadata": asked.get("metadata", {}), "description": asked.get("description"),
            "last_setup_error": None, "next_action": None,
        },
    )  # fmt: skip


def expire(caller: Caller, params: Data) -> Row:
    """`POST checkout/sessions/{id}/expire`."""
    row = caller.get(KIND, caller.id)
    if row.data["status"] != "open":
        raise invalid(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {row.data["status"]}.'
        )
    expire_now(caller, row)
    return row


def expire_now(caller: Caller, row: Row) -> None:
    """Nobody finishes it any more, nor what was tried inside it."""
    row.data |= {"status": "expired", "url": None}
    intent = row.data["payment_intent"]
    if intent and caller.get("payment_intent", intent).data["status"] in {"requires_payment_method", "requires_action"}:
        intents.cancel(Caller(caller.state, caller.merchant, "", id=intent), {"cancellation_reason": "abandoned"})
    emit(caller, "checkout.session.expired", row)


def submit(caller: Caller, row: Row, method: Row, *, authenticated: bool) -> str | Decline:
    """What the customer's card leads to: `ok`, `processing`, `authenticate`, or why it was refused (she may go on)."""
    if row.data["mode"] == "setup":
        return _save(caller, row, method, authenticated=authenticated)
    intent = _payment_intent(caller, row)
    outcome = intents.attempt(caller, intent, method, situation="on_session", authenticated=authenticated)
    if outcome in {"ok", "processing"}:
        if intent.data["setup_future_usage"]:
            method.hidden["set_up"] = True
            give(caller, method, row.data["customer"])
        _complete(caller, row, payment_status="paid" if outcome == "ok" else "unpaid")
    return outcome


def deny(caller: Caller, row: Row) -> None:
    """The customer told her bank no."""
    refusal = Decline("payment_intent_authentication_failure")
    if row.data["mode"] == "payment":
        intents.fail(caller, caller.get("payment_intent", row.data["payment_intent"]), refusal)
    else:
        _setup_failed(caller, caller.get("setup_intent", row.data["setup_intent"]), refusal)


def _setup_failed(caller: Caller, intent: Row, decline: Decline) -> None:
    error = {"type": "card_error", "code": decline.code, "decline_code": decline.decline_code}
    intent.data |= {"status": "requires_payment_method", "payment_method": None, "last_setup_error": error}
    emit(caller, "setup_intent.setup_failed", intent)


def _payment_intent(caller: Caller, row: Row) -> Row:
    """Made when the first card is tried, as Stripe does: before, the session has none."""
    if row.data["payment_intent"]:
        return caller.get("payment_intent", row.data["payment_intent"])
    asked = row.hidden["asked"]["payment_intent_data"]
    intent = intents.new(
        caller, amount=row.data["amount_total"], currency=row.data["currency"], customer=row.data["customer"],
        metadata=asked.get("metadata", {}), description=asked.get("description"),
        setup_future_usage=asked.get("setup_future_usage"),
    )  # fmt: skip
    row.data["payment_intent"] = intent.data["id"]
    return intent


def _save(caller: Caller, row: Row, method: Row, *, authenticated: bool) -> str | Decline:
    intent = caller.get("setup_intent", row.data["setup_intent"])
    card = CARDS[method.hidden["number"]]
    outcome = decide(
        card, situation="setup", set_up=False, authenticated=authenticated, expired=expired(caller.state, method)
    )
    if isinstance(outcome, Decline):
        _setup_failed(caller, intent, outcome)
    elif outcome == "authenticate":
        intent.data |= {"status": "requires_action", "payment_method": method.data["id"]}
    else:
        method.hidden["set_up"] = True
        if row.data["customer"]:
            give(caller, method, row.data["customer"])
        intent.data |= {"status": "succeeded", "payment_method": method.data["id"], "last_setup_error": None}
        emit(caller, "setup_intent.succeeded", intent)
        _complete(caller, row, payment_status="no_payment_required")
    return outcome


def _complete(caller: Caller, row: Row, *, payment_status: str) -> None:
    row.data |= {"status": "complete", "payment_status": payment_status, "url": None}
    emit(caller, "checkout.session.completed", row)


def settled(caller: Caller, intent: Row) -> None:
    """A payment that took its time has ended: its session, if it has one, is told too."""
    for row in caller.state.rows(f"stripe.{KIND}", caller.merchant).values():
        if row.data["payment_intent"] == intent.data["id"] and row.data["status"] == "complete":
            paid = intent.data["status"] == "succeeded"
            row.data["payment_status"] = "paid" if paid else "unpaid"
            emit(caller, f"checkout.session.async_payment_{'succeeded' if paid else 'failed'}", row)
