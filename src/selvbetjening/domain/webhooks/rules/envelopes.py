"""What is sent: `{"event", "data", "id", "created"}` and nothing else (fenerum-api.md 15). Pure."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.webhooks.rules.signing import HEADER, signature

_AGENT: Final = "Selvbetjening-Webhooks/1"


class DataEmpty(ValueError):
    """Receivers refuse an empty object: an event without data is told to nobody."""


def envelope(*, id_: UUID, event: str, data: Mapping[str, Any], created: datetime) -> str:
    """The body as it is kept and sent, byte for byte the same on every try. Raises `DataEmpty`.

    `id` is the message's: a receiver that has seen it leaves it alone.
    """
    if not data:
        raise DataEmpty(event)
    stamp = created.astimezone(UTC).isoformat(timespec="microseconds")
    whole = {"event": event, "data": data, "id": str(id_), "created": stamp}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def headers(
    *, body: bytes, secrets: Sequence[str], username: str, password: str, delivery: UUID, at: datetime
) -> tuple[tuple[str, str], ...]:
    """With the signature of this very moment; Basic auth where a user name is set, as Fenerum does it."""
    found = [
        ("Content-Type", "application/json"), ("User-Agent", _AGENT), ("X-Delivery", str(delivery)),
        (HEADER, signature(secrets=secrets, body=body, at=at)),
    ]  # fmt: skip
    if username:
        token = base64.b64encode(f"{username}:{password}".encode()).decode()
        found.append(("Authorization", f"Basic {token}"))
    return tuple(found)
