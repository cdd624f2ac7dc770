"""Customers and their cards (payment methods)."""

import hashlib
from datetime import UTC, datetime

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.state import Row, State
from selvbetjening.portals.sandbox.gateways.stripe.cards import CARDS, NAMED
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller, Refused, invalid
from selvbetjening.portals.sandbox.gateways.stripe.events import emit


def create_customer(caller: Caller, params: Data) -> Row:
    """`POST customers`."""
    row = caller.add(
        "customer", "cus", {
            "name": params.get("name"), "email": params.get("email"), "metadata": params.get("metadata", {}),
            "preferred_locales": params.get("preferred_locales", []), "currency": None, "balance": 0,
        },
    )  # fmt: skip
    emit(caller, "customer.created", row)
    return row


def make(caller: Caller, number: str, *, month: int = 12, year: int = 0, metadata: Data | None = None) -> Row:
    """A card that belongs to nobody yet; without a year it is good for four more years."""
    year = year or datetime.fromtimestamp(caller.state.now(), UTC).year + 4
    fingerprint = hashlib.sha256(f"{caller.merchant} {number}".encode()).hexdigest()[:16]
    brand = CARDS[number].brand
    card = {
        "brand": brand, "display_brand": brand, "last4": number[-4:], "exp_month": month, "exp_year": year,
        "fingerprint": fingerprint, "country": "DK", "funding": "debit", "wallet": None,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "three_d_secure_usage": {"supported": True},
    }  # fmt: skip
    return caller.add(
        "payment_method", "pm", {
            "type": "card", "card": card, "customer": None, "metadata": metadata or {},
            "billing_details": {"address": None, "email": None, "name": None, "phone": None},
            "allow_redisplay": "unspecified",
        },
        number=number, set_up=False, used=False,
    )  # fmt: skip


def create(caller: Caller, params: Data) -> Row:
    """`POST payment_methods` from a token, which is all that an API client ever has of a card."""
    name = params["card"]["token"].removeprefix("tok_")
    if name not in NAMED:
        raise invalid(f"No such token: 'tok_{name}'", param="card[token]", code="resource_missing")
    return make(caller, NAMED[name], metadata=params.get("metadata"))


def resolve(caller: Caller, id: str, *, param: str) -> Row:
    """A payment method by its id; `pm_card_visa` and its like make one, as in Stripe's test mode."""
    name = id.removeprefix("pm_card_")
    if id.startswith("pm_card_") and name in NAMED:
        return make(caller, NAMED[name])
    return caller.get("payment_method", id, param=param or None)


def attach(caller: Caller, params: Data) -> Row:
    """`POST payment_methods/{id}/attach`. A card that was detached can never come back."""
    row = resolve(caller, caller.id, param="")
    customer = caller.get("customer", params["customer"], param="customer")
    if row.data["customer"] not in (None, customer.data["id"]) or row.hidden.get("detached") or row.hidden["used"]:
        raise invalid(
            "This PaymentMethod was previously used without being attached to a Customer or was detached from a "
            "Customer, and may not be used again.",
            param="payment_method",
        )
    _refuse_declined(row)
    give(caller, row, customer.data["id"])
    return row


def _refuse_declined(row: Row) -> None:
    """Cards that are declined for everything cannot be attached either."""
    card = CARDS[row.hidden["number"]]
    if card.decline and card.declined == "any" and card.authentication == "never":
        raise Refused(
            402, type="card_error", code=card.decline.code, decline_code=card.decline.decline_code, param=None,
            message="Your card was declined.",
        )  # fmt: skip


def give(caller: Caller, row: Row, customer: str) -> None:
    """Let the card be the customer's."""
    if row.data["customer"] != customer:
        row.data["customer"] = customer
        emit(caller, "payment_method.attached", row)


def detach(caller: Caller, params: Data) -> Row:
    """`POST payment_methods/{id}/detach`."""
    row = caller.get("payment_method", caller.id)
    if row.data["customer"] is None:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    detach_now(caller, row)
    return row


def detach_now(caller: Caller, row: Row) -> None:
    """Take the card from its customer, by call or from outside."""
    previous = {"customer": row.data["customer"]}
    row.data["customer"] = None
    row.hidden["detached"] = True
    emit(caller, "payment_method.detached", row, previous=previous)


def expired(state: State, row: Row) -> bool:
    """Whether the card's last month is over."""
    card, present = row.data["card"], datetime.fromtimestamp(state.now(), UTC)
    return (card["exp_year"], card["exp_month"]) < (present.year, present.month)
