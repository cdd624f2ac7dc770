"""The keys of signed receipts, from the environment (BM-02, SEC-124)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import date

from selvbetjening.config.environment import Environment, SettingsError

_SEED = 32


@dataclass(frozen=True)
class ReceiptKeys:
    """`seed` signs, None in a process that signs nothing; `public` is its public key where only that is known.

    `earlier` are public keys with the days they were valid in: (32 public bytes, first day, day after the last).
    """

    seed: bytes | None
    public: bytes | None = None
    earlier: tuple[tuple[bytes, date, date], ...] = ()

    def __repr__(self) -> str:
        return f"ReceiptKeys({'one' if self.seed else 'none'}, {len(self.earlier)} earlier)"


def receipt_keys(environment: Environment, *, demo: bool) -> ReceiptKeys:
    """RECEIPT_SIGNING_KEY (the worker's), RECEIPT_PUBLIC_KEY (the doors') and RECEIPT_EARLIER_KEYS.

    The demo derives a key from its own secret. Without a key receipts wait unsigned: their rows are there already.
    """
    text, public = environment.text("RECEIPT_SIGNING_KEY", ""), environment.text("RECEIPT_PUBLIC_KEY", "")
    earlier = _earlier(environment)
    if text:
        return ReceiptKeys(_bytes("RECEIPT_SIGNING_KEY", text), earlier=earlier)
    if demo:
        own = hashlib.sha256(b"selvbetjening.receipts" + environment.text("SECRET_KEY").encode()).digest()
        return ReceiptKeys(own, earlier=earlier)
    return ReceiptKeys(None, _bytes("RECEIPT_PUBLIC_KEY", public) if public else None, earlier)


def _earlier(environment: Environment) -> tuple[tuple[bytes, date, date], ...]:
    found = []
    for word in environment.words("RECEIPT_EARLIER_KEYS"):
        key, _, days = word.partition(":")
        since, _, until = days.partition("/")
        try:
            found.append((_bytes("RECEIPT_EARLIER_KEYS", key), date.fromisoformat(since), date.fromisoformat(until)))
        except ValueError:
            raise SettingsError(
                "RECEIPT_EARLIER_KEYS must look like <base64 of the public key>:2026-01-01/2027-02-01, …"
            ) from None
    return tuple(found)


def _bytes(name: str, text: str) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except binascii.Error:
        found = b""
    if len(found) != _SEED:
        raise SettingsError(
            f"{name} must be base64 of 32 bytes"
            ' (python -c "import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())").'
        )
    return found
