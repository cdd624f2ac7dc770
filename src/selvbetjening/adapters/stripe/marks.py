"""Our mark on Stripe's objects: a company's account there may serve its web shop too. Pure.

The reference alone would not do: another account row of ours counts from one again (gateways.md section 1, G4).
"""

from collections.abc import Mapping
from typing import Any, Literal

Name = Literal["attempt", "save_ref", "refund_ref"]


def marked(*, name: Name, reference: str, account: str, **more: str) -> dict[str, str]:
    """The metadata that an object of ours carries; `account` is our own id of the gateway account."""
    return {name: reference, "account": account, **more}


def mark(data: Mapping[str, Any], *, name: Name, account: str) -> str:
    """The reference of ours that an object carries, empty where it is not ours."""
    metadata = mapping(data.get("metadata"))
    return str(metadata.get(name) or "") if metadata.get("account") == account else ""


def is_marked(data: Mapping[str, Any], *, account: str) -> bool:
    """Whether we made it."""
    return mapping(data.get("metadata")).get("account") == account


def mapping(value: object) -> Mapping[str, Any]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def key(*, act: str, reference: str, account: str) -> str:
    """The idempotency key of an order: the same order again is the same key, and no other company's."""
    return f"{act}:{reference}:{account}"
