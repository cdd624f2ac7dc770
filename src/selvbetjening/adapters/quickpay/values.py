"""QuickPay's values, read tolerantly: booleans and numbers come as text at times, and fields are missing. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from selvbetjening.adapters.quickpay.failures import APPROVED, WAITING

_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def yes(value: object) -> bool:
    """A boolean, also as text or number."""
    return value is True or str(value).strip().lower() in ("true", "1")


def whole(value: object) -> int | None:
    """A whole number, also as text; None for anything else."""
    text = str(value).strip() if value is not None and not isinstance(value, bool) else ""
    return int(text) if _WHOLE.fullmatch(text) else None


def text(value: object) -> str:
    """A text; empty for null."""
    return "" if value is None else str(value)


def moment(value: object) -> datetime | None:
    """An instant as QuickPay writes it, in UTC; None where there is none."""
    try:
        read = datetime.fromisoformat(text(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)


def mapping(value: object) -> Mapping[str, Any]:
    """An object; an empty one for null, and for the empty list that some languages write instead."""
    return value if isinstance(value, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a resource, numbered from one."""

    id: int
    type: str
    amount: int
    pending: bool
    approved: bool
    at: datetime | None
    data: Mapping[str, Any]


def operations(resource: Mapping[str, Any]) -> list[Operation]:
    """The steps of a resource, oldest first. One without an outcome is still pending."""
    told = resource.get("operations")
    listed = told if isinstance(told, list) else []
    found = [_operation(mapping(one), number) for number, one in enumerate(listed, start=1)]
    return sorted(found, key=lambda one: one.id)


def _operation(data: Mapping[str, Any], number: int) -> Operation:
    code = text(data.get("qp_status_code"))
    pending = yes(data.get("pending")) or code in ("", WAITING)
    return Operation(
        id=whole(data.get("id")) or number,
        type=text(data.get("type")),
        amount=whole(data.get("amount")) or 0,
        pending=pending,
        approved=not pending and code == APPROVED,
        at=moment(data.get("created_at")),
        data=data,
    )
