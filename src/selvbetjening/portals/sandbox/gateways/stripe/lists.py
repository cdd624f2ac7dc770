"""Lists in Stripe's shape: newest first, `limit` of them, after the one that `starting_after` names."""

from collections.abc import Callable
from typing import Final

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller

_COMPARED: Final[dict[str, Callable[[int, int], bool]]] = {
    "gte": lambda made, asked: made >= asked,
    "gt": lambda made, asked: made > asked,
    "lte": lambda made, asked: made <= asked,
    "lt": lambda made, asked: made < asked,
}
_FIELDS: Final = ("customer", "payment_intent", "type")


def of(caller: Caller, table: str, url: str, params: Data) -> Data:
    """The account's objects of a kind that the parameters allow."""
    rows = caller.state.rows(f"stripe.{table}", caller.merchant).values()
    found = [row.data for row in reversed(list(rows)) if _fits(row.data, params)]
    ids = [one["id"] for one in found]
    after = params.get("starting_after")
    start = ids.index(after) + 1 if after in ids else 0
    end = start + params.get("limit", 10)
    return {"object": "list", "data": found[start:end], "has_more": end < len(found), "url": url}


def _fits(data: Data, params: Data) -> bool:
    same = all(data[name] == params[name] for name in _FIELDS if name in params)
    times = params.get("created", {}).items()
    known = "types" not in params or data["type"] in params["types"]
    return same and known and all(_COMPARED[name](data["created"], asked) for name, asked in times)
