"""The requests that the stand-ins were sent, for people and tests to read. Keys are never among them."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

from selvbetjening.portals.sandbox.gateways.exchange import Data, Request

KEPT: Final = 5000
_SPOKEN: Final = ("accept", "accept-version", "content-type", "idempotency-key", "stripe-version")


@dataclass
class Recorded:
    """The newest of them."""

    requests: deque[Data] = field(default_factory=lambda: deque(maxlen=KEPT))

    def keep(self, request: Request, *, account: str, body: Any, status: int) -> None:
        """Note one with what it was answered. Only headers that the protocols speak of are told, and no key."""
        headers = {
            name: value for name, value in sorted(request.headers.items())
            if name in _SPOKEN or name.startswith("quickpay-")
        }  # fmt: skip
        self.requests.append({
            "method": request.method, "path": request.path, "query": request.query, "account": account,
            "headers": headers, "body": body, "status": status,
        })  # fmt: skip
