"""How a message is signed, and how a receiver verifies it (SEC-73, XB-40). Pure.

Header `X-Signature: t=<unix>,v1=<hex>`: HMAC-SHA256 of `t.body` under the endpoint's secret. While a secret is being
changed there are two `v1`: one that fits is enough.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

HEADER: Final = "X-Signature"
#: How old a message may be when it is verified.
WINDOW: Final = timedelta(minutes=5)
#: How long the secret before the newest one goes on signing.
OVERLAP: Final = timedelta(days=7)
PREFIX: Final = "whsec_"


def signature(*, secrets: Sequence[str], body: bytes, at: datetime) -> str:
    """The header's value; the newest secret first."""
    stamp = int(at.timestamp())
    return ",".join([f"t={stamp}", *(f"v1={_mac(secret, stamp, body)}" for secret in secrets)])


def is_signed(*, header: str, secret: str, body: bytes, at: datetime) -> bool:
    """Whether one of the signatures fits, and the stamp lies within the window. As a receiver does it."""
    parts = [part.partition("=")[::2] for part in header.split(",")]
    stamp = next((value for name, value in parts if name == "t"), "")
    if not stamp.isdecimal() or abs(at.timestamp() - int(stamp)) > WINDOW.total_seconds():
        return False
    right = _mac(secret, int(stamp), body)
    return any(hmac.compare_digest(value, right) for name, value in parts if name == "v1")


def _mac(secret: str, stamp: int, body: bytes) -> str:
    return hmac.new(secret.encode(), str(stamp).encode() + b"." + body, hashlib.sha256).hexdigest()
