"""How the gateways sign what they send (gateways.md 2.5 and 3.5). Pure."""

import hashlib
import hmac


def stripe(*, secret: str, stamp: int, body: bytes) -> str:
    """The header `Stripe-Signature`; `stamp` in Unix seconds."""
    return f"t={stamp},v1={_hex(secret, str(stamp).encode() + b'.' + body)}"


def quickpay(*, private_key: str, body: bytes) -> str:
    """The header `QuickPay-Checksum-Sha256`."""
    return _hex(private_key, body)


def _hex(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
