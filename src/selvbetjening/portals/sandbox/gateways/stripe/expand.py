"""`expand[]`: ids replaced by the objects they name, on the paths that the product uses."""

from copy import deepcopy
from typing import Any, Final

from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller, invalid

_LINKS: Final = {
    "checkout.session": {"customer": "customer", "setup_intent": "setup_intent", "payment_intent": "payment_intent"},
    "payment_intent": {"customer": "customer", "payment_method": "payment_method", "latest_charge": "charge"},
    "setup_intent": {"customer": "customer", "payment_method": "payment_method"},
    "charge": {"customer": "customer", "payment_intent": "payment_intent"},
    "refund": {"charge": "charge", "payment_intent": "payment_intent"},
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "payment_method": {"customer": "customer"},
}


def expand(caller: Caller, content: Data, paths: list[str]) -> Data:
    """A copy with the paths expanded. Raises `Refused` for a path that the object does not have."""
    made = deepcopy(content)
    for path in paths:
        _follow(caller, made, path.split("."), path)
    return made


def _follow(caller: Caller, content: Any, parts: list[str], path: str) -> None:
    if content.get("object") == "list" and parts[0] == "data" and parts[1:]:
        for one in content["data"]:
            _follow(caller, one, parts[1:], path)
        return
    links = _LINKS.get(content.get("object", ""), {})
    name = parts[0]
    if name not in links:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand[]")
    if isinstance(content[name], str):
        row = caller.state.find(f"stripe.{links[name]}", content[name], caller.merchant)
        content[name] = deepcopy(row.data) if row else content[name]
    if parts[1:] and isinstance(content[name], dict):
        _follow(caller, content[name], parts[1:], path)
