"""What every call of the QuickPay stand-in works with: who calls, and how to refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.state import Row, State

Kind = Literal["Payment", "Subscription"]


class Refused(Exception):
    """The call is answered with an error in QuickPay's shape."""

    def __init__(self, status: int, message: str, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.content = {"message": message, "errors": errors or {}, "error_code": None}


def invalid(field: str, words: str) -> Refused:
    """400 for one field."""
    return Refused(400, "Validation error", {field: [words]})


@dataclass(frozen=True)
class Caller:
    """Whose call it is; `callback` is the address that the call names for its callbacks."""

    state: State
    merchant: str
    base: str = ""
    id: str = ""
    callback: str = ""
    synchronized: bool = False
    answer_headers: dict[str, str] = field(default_factory=dict)

    def get(self, kind: Kind) -> Row:
        """The account's resource of the path. Raises `Refused` with 404."""
        row = self.state.find(table(kind), self.id, self.merchant)
        if row is None:
            raise Refused(404, f"{kind} not found")
        return row


def table(kind: str) -> str:
    """Where resources of a kind are kept."""
    return f"quickpay.{kind.lower()}"


def written(state: State) -> str:
    """The present instant as QuickPay writes it."""
    return datetime.fromtimestamp(state.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new(caller: Caller, kind: Kind, params: Data, **more: object) -> Row:
    """A resource that nothing happened to. Raises `Refused` when its `order_id` was used before by the account."""
    state, order_id = caller.state, params["order_id"]
    for other in ("Payment", "Subscription"):
        for row in state.rows(table(other), caller.merchant).values():
            if row.data["order_id"] == order_id:
                raise invalid("order_id", f"already exists on another {other.lower()}")
    number = 1000 + state.number("quickpay")
    present = written(state)
    data: Data = {
        "id": number, "ulid": f"01DEMO{number:020d}", "merchant_id": state.merchants[caller.merchant].number,
        "order_id": order_id, "accepted": False, "type": kind, "text_on_statement": params.get("text_on_statement"),
        "branding_id": params.get("branding_id"), "variables": params.get("variables", {}),
        "currency": params["currency"], "state": "initial", "metadata": {}, "link": None,
        "basket": params.get("basket", []), "shipping_address": None,
        "invoice_address": params.get("invoice_address"), "operations": [], "test_mode": True, "acquirer": None,
        "facilitator": None, "balance": 0, "fee": None, "subscription_id": None, "deadline_at": None,
        "description": params.get("description"), "created_at": present, "updated_at": present, "retented_at": None,
        **more,
    }  # fmt: skip
    return state.add(table(kind), str(number), Row(caller.merchant, data, {"callback": caller.callback}))
