"""Operations: asked for now, done a moment later, told by callback (gateways.md 3.2 and 3.5)."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Final

from selvbetjening.portals.sandbox.gateways import notices
from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.quickpay.cards import CARDS, Status, decide
from selvbetjening.portals.sandbox.gateways.quickpay.context import Caller, table, written
from selvbetjening.portals.sandbox.gateways.state import Row, State

MOMENT: Final = 0.2
DELAYED: Final = 60.0
"""Seconds until an operation is done: of most cards, and of the delayed ones."""


def start(state: State, row: Row, kind: str, amount: int | None, *, seconds: float | None = None) -> Data:
    """Ask for one; it is pending until its time has come. A delayed card tells by callback that it is."""
    card = CARDS.get(row.hidden.get("number", ""))
    delayed = card is not None and card.outcome == "delayed" and kind in {"authorize", "recurring"}
    operation: Data = {
        "id": len(row.data["operations"]) + 1, "type": kind, "amount": amount, "pending": True,
        "qp_status_code": None, "qp_status_msg": None, "aq_status_code": None, "aq_status_msg": None, "data": {},
        "callback_url": None, "callback_success": None, "callback_response_code": None, "3d_secure_status": None,
        "acquirer": row.data["acquirer"], "created_at": written(state),
    }  # fmt: skip
    row.data["operations"].append(operation)
    row.data["updated_at"] = written(state)
    wait = DELAYED if delayed else MOMENT
    state.later(wait if seconds is None else seconds, "quickpay.finish", _name(row, operation))
    if delayed:
        tell(state, row, operation)
    return operation


def finish(state: State, row: Row, operation: Data) -> None:
    """It is done: the resource changes, its callback is sent, and what follows by itself is asked for."""
    status = _status(state, row, operation["type"])
    operation |= {
        "pending": False, "qp_status_code": status.code, "qp_status_msg": status.message,
        "aq_status_code": status.code, "aq_status_msg": status.acquirer_message,
    }  # fmt: skip
    if operation["type"] == "authorize" and row.hidden.get("secure"):
        operation["3d_secure_status"] = "Y"
    _change(row, operation, status)
    row.data["updated_at"] = written(state)
    tell(state, row, operation)
    if status.approved and operation["type"] in {"authorize", "recurring"} and row.hidden.get("auto_capture"):
        start(state, row, "capture", operation["amount"])


def finish_all(state: State, row: Row) -> None:
    """Wait for what is pending, and for what follows from it; a delayed card is not waited for."""
    while (pending := row.data["operations"][-1])["pending"]:
        mine = [one for one in state.due if one.about == _name(row, pending)]
        # Instants are binary fractions: under a clock that stands still the difference may be a hair above.
        if not mine or mine[0].at - state.now() > 2 * MOMENT:
            return
        state.due.remove(mine[0])
        finish(state, row, pending)


def found(state: State, about: str) -> tuple[Row, Data] | None:
    """The resource and the operation that something due is about."""
    kind, id, number = about.split(" ")
    row = state.find(table(kind), id)
    return None if row is None else (row, row.data["operations"][int(number) - 1])


def tell(state: State, row: Row, operation: Data) -> None:
    """Send the resource as it is now, after this operation."""
    data = row.data
    link = data["link"] or {}
    headers = {
        "QuickPay_Resource_Type": data["type"], "QuickPay_Account_ID": str(data["merchant_id"]),
        "QuickPay_API_Version": "v10",
    }  # fmt: skip
    still = "pending" if operation["pending"] else operation["qp_status_code"]
    notices.queue(
        state, merchant=row.merchant, about=f"{data['type']} {data['id']}",
        label=f"{data['type']} {operation['type']} {still}", content=deepcopy(data),
        url=link.get("callback_url") or row.hidden.get("callback", ""), **headers,
    )  # fmt: skip


def answered(caller: Caller, row: Row) -> Data:
    """What the caller of an operation reads: the snapshot from before, or with `?synchronized` how it ended.

    Some answers lack the operation itself: as many as control asked for (`/__control/bare-answers`).
    """
    if caller.synchronized:
        finish_all(caller.state, row)
    bare = caller.state.settings.get("bare", {})
    if bare.get("times", 0) < 1:
        return row.data
    bare["times"] -= 1
    caller.answer_headers["Location"] = f"{caller.base}/{row.data['type'].lower()}s/{row.data['id']}"
    return {**row.data, "operations": row.data["operations"][:-1]}


def expired(state: State, row: Row) -> bool:
    """Whether the card's last month is over."""
    metadata, present = row.data["metadata"], datetime.fromtimestamp(state.now(), UTC)
    if not metadata.get("exp_year"):
        return False
    return (metadata["exp_year"], metadata["exp_month"]) < (present.year, present.month)


def _status(state: State, row: Row, kind: str) -> Status:
    source = row
    if kind == "recurring":
        # The card is the subscription's, as it is now: it may have changed since the charge was asked for.
        source = state.find(table("Subscription"), str(row.data["subscription_id"])) or row
    forced = source.hidden.get("forced", {}).get(kind)
    if forced:
        return Status(forced["code"], "Approved" if forced["code"] == "20000" else "Rejected", forced["aq"])
    card = CARDS.get(source.hidden.get("number", ""))
    return decide(card, operation=kind, expired=expired(state, source)) if card else Status()


def _change(row: Row, operation: Data, status: Status) -> None:
    data, kind = row.data, operation["type"]
    if status.code == "20200":
        return  # it waits at the acquirer
    if not status.approved:
        if kind in {"authorize", "recurring"}:
            data["state"] = "rejected"
        return
    if kind in {"authorize", "recurring"}:
        data |= {"accepted": True, "state": "active" if data["type"] == "Subscription" else "new"}
    elif kind == "capture":
        data |= {"balance": data["balance"] + operation["amount"], "state": "processed"}
    elif kind == "refund":
        data["balance"] -= operation["amount"]
    elif kind == "cancel":
        data["state"] = "cancelled"


def _name(row: Row, operation: Data) -> str:
    return f"{row.data['type']} {row.data['id']} {operation['id']}"
