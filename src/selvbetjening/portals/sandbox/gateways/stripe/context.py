"""What every call of the Stripe stand-in works with: who calls, and how to refuse."""

from dataclasses import dataclass, field
from typing import Any

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.state import Row, State


class Refused(Exception):
    """The call is answered with an error in Stripe's shape."""

    def __init__(self, status: int, **error: Any) -> None:
        super().__init__(error.get("message", ""))
        self.status = status
        self.error = error


@dataclass(frozen=True)
class Caller:
    """Whose call it is, and what of the request its events repeat."""

    state: State
    merchant: str
    base: str
    id: str = ""
    request: Data = field(default_factory=lambda: {"id": None, "idempotency_key": None})

    def get(self, table: str, id: str, *, param: str | None = None) -> Row:
        """The account's object. Raises `Refused`: 404 for the path's, 400 for one that a parameter names."""
        row = self.state.find(f"stripe.{table}", id, self.merchant)
        if row is None:
            raise Refused(
                400 if param else 404, type="invalid_request_error", code="resource_missing", param=param or "id",
                message=f"No such {table}: '{id}'",
            )  # fmt: skip
        return row

    def add(self, table: str, prefix: str, content: Data, **hidden: Any) -> Row:
        """A new object of the account: id, kind, date and mode are set here."""
        id = self.state.new_id(prefix)
        data = {"id": id, "object": table, "created": int(self.state.now()), "livemode": False, **content}
        return self.state.add(f"stripe.{table}", id, Row(self.merchant, data, hidden))


def invalid(message: str, *, param: str | None = None, code: str | None = None, status: int = 400) -> Refused:
    """An `invalid_request_error`."""
    return Refused(status, type="invalid_request_error", code=code, message=message, param=param)


def by_itself(state: State, row: Row) -> Caller:
    """The caller of what happens without a request: on the hosted page, by time, by control."""
    return Caller(state, row.merchant, "")
