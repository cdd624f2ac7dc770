"""Payments and subscriptions: made, linked, read, captured, refunded, cancelled, charged again."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.quickpay import operations
from selvbetjening.portals.sandbox.gateways.quickpay.context import Caller, Kind, Refused, invalid, new, table
from selvbetjening.portals.sandbox.gateways.state import Row

_WRONG_STATE: Final = "Transaction in wrong state for this operation"
_SPELLINGS: Final = ("continue_url", "cancel_url", "callback_url")
MOBILEPAY: Final = ("mobilepaysubscriptions", "vmpepayment")


def ping(caller: Caller, params: Data) -> Data:
    """`GET /ping`."""
    return {"msg": "Pong from QuickPay API V10, scope is merchant", "scope": "merchant", "version": "v10", "params": {}}


def link(caller: Caller, kind: Kind, params: Data) -> Data:
    """`PUT …/link`: the address of the payment window, the same each time, open until paid."""
    row = caller.get(kind)
    if row.data["accepted"]:
        raise Refused(400, _WRONG_STATE)
    asked = dict(params)
    for name in _SPELLINGS:
        older = asked.pop(name.replace("_", ""), None)
        asked.setdefault(name, older)
    url = f"{caller.base}/hosted/{kind.lower()}/{row.data['id']}"
    row.data["link"] = {"url": url, "language": "en", "auto_capture": False, "framed": False, **asked}
    row.hidden["auto_capture"] = kind == "Payment" and bool(asked.get("auto_capture"))
    if "deadline" in asked:
        row.hidden["closes"] = caller.state.now() + asked["deadline"]
        row.data["deadline_at"] = _day(row.hidden["closes"])
    return {"url": url}


def _day(instant: float) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def unlink(caller: Caller, kind: Kind, params: Data) -> None:
    """`DELETE …/link`."""
    caller.get(kind).data["link"] = None


def change(caller: Caller, params: Data) -> Data:
    """`PATCH /payments/{id}`."""
    row = caller.get("Payment")
    row.data |= params
    return row.data


def listed(caller: Caller, kind: Kind, params: Data) -> list[Data]:
    """Newest first; a short page is the last."""
    rows = [row.data for row in caller.state.rows(table(kind), caller.merchant).values()]
    return page([one for one in reversed(rows) if params.get("order_id") in (None, one["order_id"])], params)


def page(found: list[Data], params: Data) -> list[Data]:
    """One page of a bare array."""
    size = params.get("page_size", 20)
    start = (params.get("page", 1) - 1) * size
    return found[start : start + size]


def payments(caller: Caller, params: Data) -> list[Data]:
    """`GET /subscriptions/{id}/payments`."""
    number = caller.get("Subscription").data["id"]
    rows = [row.data for row in caller.state.rows(table("Payment"), caller.merchant).values()]
    return page([one for one in reversed(rows) if one["subscription_id"] == number], params)


def capture(caller: Caller, params: Data) -> Data:
    """`POST /payments/{id}/capture`, in part or in full."""
    row = caller.get("Payment")
    if not row.data["accepted"] or row.data["state"] == "cancelled":
        raise Refused(400, _WRONG_STATE)
    if params["amount"] > _sum(row, "authorize", "recurring") - _sum(row, "capture"):
        raise invalid("amount", "is more than what is authorized")
    operations.start(caller.state, row, "capture", params["amount"])
    return operations.answered(caller, row)


def refund(caller: Caller, params: Data) -> Data:
    """`POST /payments/{id}/refund`, in part or in full."""
    row = caller.get("Payment")
    if params["amount"] > _sum(row, "capture") - _sum(row, "refund", pending=True):
        raise invalid("amount", "is more than the balance")
    operations.start(caller.state, row, "refund", params["amount"])
    return operations.answered(caller, row)


def cancel(caller: Caller, kind: Kind, params: Data) -> Data:
    """`POST …/cancel`: an authorisation that was not captured, or a saved card."""
    row = caller.get(kind)
    if not row.data["accepted"] or row.data["state"] == "cancelled" or _sum(row, "capture", pending=True):
        raise Refused(400, _WRONG_STATE)
    operations.start(caller.state, row, "cancel", None)
    return operations.answered(caller, row)


def _sum(row: Row, *kinds: str, pending: bool = False) -> int:
    """What approved operations of these kinds come to; with `pending` those on their way too."""
    return sum(
        one["amount"] or 0 for one in row.data["operations"]
        if one["type"] in kinds and (one["qp_status_code"] == "20000" or (pending and one["pending"]))
    )  # fmt: skip


def recurring(caller: Caller, params: Data) -> Data | None:
    """`POST /subscriptions/{id}/recurring`: a new payment with the saved card. MobilePay answers with its address."""
    source = caller.get("Subscription")
    if not source.data["accepted"] or source.data["state"] != "active":
        raise Refused(400, _WRONG_STATE, {"id": ["subscription is not active"]})
    mobile = source.data["acquirer"] in MOBILEPAY
    seconds = _until(caller, params) if mobile else None
    row = new(
        caller, "Payment", {**params, "currency": source.data["currency"]}, subscription_id=source.data["id"],
        metadata=dict(source.data["metadata"]), acquirer=source.data["acquirer"],
    )  # fmt: skip
    row.hidden |= {
        "number": source.hidden.get("number", ""), "auto_capture": mobile or bool(params.get("auto_capture")),
    }  # fmt: skip
    operations.start(caller.state, row, "recurring", params["amount"], seconds=seconds)
    if mobile:
        caller.answer_headers["Location"] = f"{caller.base}/payments/{row.data['id']}"
        return None
    return operations.answered(caller, row)


def _until(caller: Caller, params: Data) -> float:
    """MobilePay takes money on a day from 1 to 126 days ahead, never at once."""
    given = params.get("due_date") or params.get("auto_capture_at")
    if not given:
        raise invalid("due_date", "is required")
    present = datetime.fromtimestamp(caller.state.now(), UTC)
    wanted = datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    days = (wanted.date() - present.date()) / timedelta(days=1)
    if not 1 <= days <= 126:
        raise invalid("due_date", "must be 1 to 126 days ahead")
    return (wanted - present).total_seconds()


def card_of(number: str, brand: str, *, month: int, year: int, secure: bool) -> Data:
    """`metadata` of a resource that a card was used with."""
    return {
        "type": "card", "origin": "form", "brand": brand, "bin": number[:6], "corporate": False, "last4": number[-4:],
        "exp_month": month, "exp_year": year, "country": "DNK", "is_3d_secure": secure, "hash": f"demo{number[-8:]}",
        "number": None, "issued_to": None, "customer_ip": "203.0.113.7", "customer_country": "DK",
        "fraud_suspected": False, "fraud_remarks": [], "fraud_reported": False,
    }  # fmt: skip


def mobilepay_of() -> dict[str, Any]:
    """`metadata` of a resource that MobilePay was used with."""
    return {
        "type": "mobile", "origin": "form", "brand": "mobilepay", "bin": None, "last4": None, "exp_month": None,
        "exp_year": None, "country": "DNK", "is_3d_secure": False, "hash": None, "customer_country": "DK",
        "fraud_suspected": False, "fraud_remarks": [],
    }  # fmt: skip
