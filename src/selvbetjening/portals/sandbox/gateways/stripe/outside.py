"""What happens at Stripe without the product's doing; control asks for it."""

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.state import Row, State
from selvbetjening.portals.sandbox.gateways.stripe import methods, refunds
from selvbetjening.portals.sandbox.gateways.stripe.cards import CARDS
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller, by_itself
from selvbetjening.portals.sandbox.gateways.stripe.events import emit


def dispute(state: State, asked: Data) -> Data:
    """`{payment}` opens one, or with `inquiry` only has the bank ask; with `escalate` that becomes a dispute.

    With `close` (`won` or `lost`) the payment's dispute, or inquiry, ends.
    """
    intent = _row(state, "payment_intent", asked["payment"])
    caller = by_itself(state, intent)
    if not {"close", "escalate"} & asked.keys():
        return refunds.dispute(caller, intent, inquiry=bool(asked.get("inquiry"))).data
    for row in state.rows("stripe.dispute", intent.merchant).values():
        if row.data["payment_intent"] == intent.data["id"]:
            if "escalate" in asked:
                refunds.escalate(caller, row)
            else:
                refunds.close_dispute(caller, row, won=asked["close"] == "won")
            return row.data
    raise KeyError(f"no dispute of {asked['payment']}")


def update_card(state: State, asked: Data) -> Data:
    """`{card, exp}` (`MM/YY` or `MM/YYYY`) and `number`: the bank sent a new card, or this one turned bad."""
    row = _row(state, "payment_method", asked["card"])
    card = row.data["card"]
    previous = {name: card[name] for name in ("exp_month", "exp_year", "last4")}
    if "exp" in asked:
        month, _, year = str(asked["exp"]).partition("/")
        card |= {"exp_month": int(month), "exp_year": int(year) % 100 + 2000}
    if "number" in asked:
        number = str(asked["number"]).replace(" ", "")
        row.hidden["number"] = number if number in CARDS else _unknown(number)
        card |= {"last4": number[-4:], "brand": CARDS[number].brand, "display_brand": CARDS[number].brand}
    if not asked.get("silent"):
        emit(by_itself(state, row), "payment_method.automatically_updated", row, previous={"card": previous})
    return row.data


def cancel(state: State, asked: Data) -> Data:
    """`{subscription}`: a payment method that is detached, or a customer that is deleted, at Stripe's own pages."""
    id = asked["subscription"]
    if str(id).startswith("cus_"):
        row = _row(state, "customer", id)
        row.data["deleted"] = True
        for method in state.rows("stripe.payment_method", row.merchant).values():
            if method.data["customer"] == id:
                method.data["customer"] = None
                method.hidden["detached"] = True
        emit(by_itself(state, row), "customer.deleted", row)
        return row.data
    row = _row(state, "payment_method", id)
    methods.detach_now(by_itself(state, row), row)
    return row.data


def live_mode_fact(state: State, asked: Data) -> Data:
    """`{payment}`: it turns out to be of live mode, and its event says so."""
    row = _row(state, "payment_intent", asked["payment"])
    row.data["livemode"] = True
    emit(by_itself(state, row), "payment_intent.succeeded", row)
    return row.data


def other_amount(state: State, asked: Data) -> Data:
    """`{payment, amount, currency}`: what was taken is not what was asked for."""
    row = _row(state, "payment_intent", asked["payment"])
    if "amount" in asked:
        row.data |= {"amount": asked["amount"], "amount_received": asked["amount"]}
    if "currency" in asked:
        row.data["currency"] = asked["currency"].lower()
    for session in state.rows("stripe.checkout.session", row.merchant).values():
        if session.data["payment_intent"] == row.data["id"]:
            session.data |= {"amount_total": row.data["amount"], "currency": row.data["currency"]}
    emit(by_itself(state, row), "payment_intent.succeeded", row)
    return row.data


def saved_card(state: State, asked: Data) -> Data:
    """`{api_key, number, exp, name, email, metadata}`: a customer with a card that may be charged without her."""
    merchant = state.merchant("stripe", asked["api_key"]).id
    caller = Caller(state, merchant, "")
    number = str(asked.get("number", "4242424242424242")).replace(" ", "")
    if number not in CARDS:
        _unknown(number)
    customer = {name: asked[name] for name in ("name", "email", "metadata") if name in asked}
    owner = asked.get("customer") or methods.create_customer(caller, customer).data["id"]
    row = methods.make(caller, number)
    if "exp" in asked:
        update_card(state, {"card": row.data["id"], "exp": asked["exp"], "silent": True})
    row.hidden["set_up"] = True
    methods.give(caller, row, owner)
    return row.data


def _unknown(number: str) -> str:
    raise KeyError(f"{number} is none of the test cards")


def _row(state: State, table: str, id: str) -> Row:
    row = state.find(f"stripe.{table}", id)
    if row is None:
        raise KeyError(f"no {table} {id}")
    return row
