"""Secrets that open a door: made from 256 random bits, kept only as an HMAC (SEC-55, LG-07)."""

import hashlib
import hmac
import secrets

_BYTES = 32
_CODE_DIGITS = 8


def new_token() -> str:
    """A URL-safe token of 256 random bits, 43 characters. Shown once; keep its `digest` only."""
    return secrets.token_urlsafe(_BYTES)


def new_code() -> str:
    """Eight random digits to type in from a mail (LG-09). Too few to stand alone: limit the tries."""
    return f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}d}"


def digest(token: str, key: bytes) -> bytes:
    """The 32 bytes of HMAC-SHA-256 that the database keeps and looks up. Raises ValueError without a key."""
    if not key:
        raise ValueError("a digest without a key protects nothing")
    return hmac.digest(key, _octets(token), hashlib.sha256)


def equal(left: str | bytes, right: str | bytes) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return hmac.compare_digest(_octets(left), _octets(right))


def _octets(secret: str | bytes) -> bytes:
    # Text from outside may hold lone surrogates: it is wrong, and must be answered so, not crash.
    return secret if isinstance(secret, bytes) else secret.encode("utf-8", "surrogatepass")
