"""What happens at QuickPay without the product's doing; control asks for it. Ids are numbers."""

from typing import Any

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.quickpay import operations, resources
from selvbetjening.portals.sandbox.gateways.quickpay.cards import CARDS
from selvbetjening.portals.sandbox.gateways.quickpay.context import Caller, new, table
from selvbetjening.portals.sandbox.gateways.state import Row, State


def cancel(state: State, asked: Data) -> Data:
    """`{subscription}`: it is cancelled in QuickPay's own pages."""
    row = _row(state, "Subscription", asked["subscription"])
    operations.start(state, row, "cancel", None)
    operations.finish_all(state, row)
    return row.data


def update_card(state: State, asked: Data) -> Data:
    """`{card, exp, number}`: the subscription's card has another expiry, or behaves like another test card."""
    row = _row(state, "Subscription", asked["card"])
    if "exp" in asked:
        month, _, year = str(asked["exp"]).partition("/")
        row.data["metadata"] |= {"exp_month": int(month), "exp_year": int(year) % 100 + 2000}
    if "number" in asked:
        row.hidden["number"] = _known(asked["number"])
    return row.data


def outcome(state: State, asked: Data) -> Data:
    """`{resource, operation, code, aq}`: how its next operations of a kind end, until `code` is "" again."""
    number = asked["resource"]
    row = state.find(table("Subscription"), str(number)) or _row(state, "Payment", number)
    forced = row.hidden.setdefault("forced", {})
    forced.pop(asked["operation"], None)
    if asked.get("code"):
        forced[asked["operation"]] = {"code": asked["code"], "aq": asked.get("aq", "Rejected")}
    return forced  # type: ignore[no-any-return]


def live_mode_fact(state: State, asked: Data) -> Data:
    """`{payment}`: it turns out to be of live mode, and its callback says so."""
    return _told_again(state, _row(state, "Payment", asked["payment"]), test_mode=False)


def other_amount(state: State, asked: Data) -> Data:
    """`{payment, amount, currency}`: what was captured is not what was asked for."""
    row = _row(state, "Payment", asked["payment"])
    amount = asked.get("amount", row.data["balance"])
    for one in row.data["operations"]:
        one["amount"] = amount
    currency = str(asked.get("currency", row.data["currency"])).upper()
    return _told_again(state, row, balance=amount, currency=currency)


def _told_again(state: State, row: Row, **changed: Any) -> Data:
    row.data |= changed
    operations.tell(state, row, row.data["operations"][-1])
    return row.data


def saved_card(state: State, asked: Data) -> Data:
    """`{api_key, order_id, number, exp, currency, description, variables}`: an active subscription."""
    merchant = state.merchant("quickpay", asked["api_key"]).id
    number = _known(asked.get("number", "1000020000000006"))
    given = {"currency": "DKK", "description": "Demo", **asked}
    row = new(Caller(state, merchant), "Subscription", given)
    month, _, year = str(asked.get("exp", "12/34")).partition("/")
    row.hidden["number"] = number
    row.data |= {"acquirer": "clearhaus", "metadata": resources.card_of(
        number, CARDS[number].brand, month=int(month), year=int(year) % 100 + 2000, secure=False,
    )}  # fmt: skip
    operation = operations.start(state, row, "authorize", 0)
    state.due = [one for one in state.due if not one.about.startswith(f"Subscription {row.data['id']} ")]
    operation |= {
        "pending": False, "qp_status_code": "20000", "qp_status_msg": "Approved", "aq_status_code": "20000",
        "aq_status_msg": "Approved",
    }  # fmt: skip
    row.data |= {"accepted": True, "state": "active"}
    return row.data


def _known(number: object) -> str:
    digits = str(number).replace(" ", "")
    if digits not in CARDS:
        raise KeyError(f"{number} is none of the test cards")
    return digits


def _row(state: State, kind: str, number: object) -> Row:
    row = state.find(table(kind), str(number))
    if row is None:
        raise KeyError(f"no {kind} {number}")
    return row
