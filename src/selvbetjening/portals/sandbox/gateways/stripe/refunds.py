"""Refunds and disputes."""

from typing import Final

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.state import Row
from selvbetjening.portals.sandbox.gateways.stripe.cards import CARDS
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller, invalid
from selvbetjening.portals.sandbox.gateways.stripe.events import emit

LATE: Final = 5.0
"""Seconds after which a pending refund succeeds, and one of the card that fails later fails."""


def create(caller: Caller, params: Data) -> Row:
    """`POST refunds`: all that is left, or `amount` of it."""
    intent = caller.get("payment_intent", params["payment_intent"], param="payment_intent")
    if intent.data["status"] != "succeeded":
        raise invalid("This PaymentIntent does not have a successful charge to refund.", param="payment_intent")
    charge = caller.get("charge", intent.data["latest_charge"])
    left = charge.data["amount"] - charge.data["amount_refunded"]
    amount = params.get("amount", left)
    if left == 0:
        raise invalid(f"Charge {charge.data['id']} has already been refunded.", code="charge_already_refunded")
    if amount > left:
        raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
    method = caller.get("payment_method", charge.data["payment_method"])
    kind = CARDS[method.hidden["number"]].refund
    row = caller.add(
        "refund", "re", {
            "amount": amount, "currency": intent.data["currency"], "charge": charge.data["id"],
            "payment_intent": intent.data["id"], "status": "pending" if kind == "pending" else "succeeded",
            "failure_reason": None, "metadata": params.get("metadata", {}), "reason": params.get("reason"),
        },
    )  # fmt: skip
    # Alone of all, Stripe's refunds do not say which mode they are of: their payment does.
    del row.data["livemode"]
    _count(charge, amount)
    emit(caller, "refund.created", row)
    emit(caller, "charge.refunded", charge)
    if kind == "pending":
        caller.state.later(LATE, "stripe.refund_succeeds", row.data["id"])
    elif kind == "fails_later":
        caller.state.later(LATE, "stripe.refund_fails", row.data["id"])
    return row


def _count(charge: Row, amount: int) -> None:
    charge.data["amount_refunded"] += amount
    charge.data["refunded"] = charge.data["amount_refunded"] == charge.data["amount"]


def succeed(caller: Caller, row: Row) -> None:
    """A pending refund has arrived."""
    if row.data["status"] == "pending":
        row.data["status"] = "succeeded"
        emit(caller, "refund.updated", row, previous={"status": "pending"})


def fail(caller: Caller, row: Row) -> None:
    """A refund came back: the money is with the company again."""
    previous = {"status": row.data["status"]}
    row.data |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
    _count(caller.get("charge", row.data["charge"]), -row.data["amount"])
    emit(caller, "refund.updated", row, previous=previous)
    emit(caller, "refund.failed", row)


def dispute(caller: Caller, intent: Row, *, inquiry: bool = False) -> Row:
    """The cardholder objects; `inquiry`: her bank only asks, and no money moves."""
    charge = caller.get("charge", intent.data["latest_charge"])
    charge.data["disputed"] = True
    row = caller.add(
        "dispute", "dp", {
            "amount": charge.data["amount"], "currency": charge.data["currency"], "charge": charge.data["id"],
            "payment_intent": intent.data["id"], "reason": "fraudulent", "metadata": {},
            "status": "warning_needs_response" if inquiry else "needs_response", "is_charge_refundable": inquiry,
            "balance_transactions": [],
        },
    )  # fmt: skip
    if not inquiry:
        _withdraw(row)
    emit(caller, "charge.dispute.created", row)
    return row


def escalate(caller: Caller, row: Row) -> None:
    """An inquiry becomes a dispute, and the money is taken."""
    previous = {"status": row.data["status"]}
    row.data |= {"status": "needs_response", "is_charge_refundable": False}
    _withdraw(row)
    emit(caller, "charge.dispute.updated", row, previous=previous)
    emit(caller, "charge.dispute.funds_withdrawn", row)


def _withdraw(row: Row) -> None:
    taken = {"id": f"txn_{row.data['id']}", "object": "balance_transaction", "amount": -row.data["amount"]}
    row.data["balance_transactions"] = [{**taken, "currency": row.data["currency"], "created": row.data["created"]}]


def close_dispute(caller: Caller, row: Row, *, won: bool) -> None:
    """The bank has decided; an inquiry ends in neither way."""
    asked = row.data["status"].startswith("warning_")
    row.data["status"] = "warning_closed" if asked else "won" if won else "lost"
    emit(caller, "charge.dispute.closed", row)
