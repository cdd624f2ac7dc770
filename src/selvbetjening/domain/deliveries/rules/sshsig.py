"""Signatures that `ssh-keygen -Y verify` accepts (OpenSSH's PROTOCOL.sshsig, version 1) with Ed25519 (BM-02). Pure."""

import base64
import binascii
import hashlib
import struct
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAMESPACE: Final = "kvittering"
PRINCIPAL: Final = "portal"
_KIND: Final = b"ssh-ed25519"
_HASH: Final = b"sha512"
_MAGIC: Final = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


class BadSignature(Exception):
    """It is no signature of ours over these bytes. `reason`: `form`, `namespace`, `unknown_key` or `altered`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def public_of(*, seed: bytes) -> bytes:
    """The 32 public bytes of a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_id(*, public: bytes) -> str:
    """`SHA256:…`, as `ssh-keygen -l` prints it."""
    digest = hashlib.sha256(_blob(public)).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def public_line(*, public: bytes) -> str:
    """`ssh-ed25519 AAAA…`, as it stands in an allowed_signers file."""
    return f"{_KIND.decode()} {base64.b64encode(_blob(public)).decode()}"


def sign(*, message: bytes, seed: bytes) -> str:
    """The armoured detached signature of these bytes."""
    public = public_of(seed=seed)
    raw = Ed25519PrivateKey.from_private_bytes(seed).sign(_signed(message))
    blob = _MAGIC + struct.pack(">I", 1) + _string(_blob(public)) + _string(NAMESPACE.encode()) + _string(b"")
    blob += _string(_HASH) + _string(_string(_KIND) + _string(raw))
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def verify(*, message: bytes, armoured: str, known: list[bytes]) -> str:
    """The id of the key that signed these bytes; it must be one of `known`. Raises `BadSignature`."""
    public, namespace, hashed, raw = _read(armoured)
    if namespace != NAMESPACE.encode() or hashed != _HASH:
        raise BadSignature("namespace")
    if public not in known:
        raise BadSignature("unknown_key")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw, _signed(message))
    except InvalidSignature:
        raise BadSignature("altered") from None
    return key_id(public=public)


def _read(armoured: str) -> tuple[bytes, bytes, bytes, bytes]:
    lines = armoured.strip().splitlines()
    try:
        if lines[0] != _BEGIN or lines[-1] != _END:
            raise BadSignature("form")
        blob = base64.b64decode("".join(lines[1:-1]), validate=True)
        if not blob.startswith(_MAGIC + struct.pack(">I", 1)):
            raise BadSignature("form")
        key, namespace, reserved, hashed, signature = _strings(blob[10:], 5)
        kind, public = _strings(key, 2)
        signed_as, raw = _strings(signature, 2)
    except (ValueError, IndexError, struct.error, binascii.Error):
        raise BadSignature("form") from None
    if (kind, signed_as, reserved) != (_KIND, _KIND, b"") or len(public) != 32:
        raise BadSignature("form")
    return public, namespace, hashed, raw


def _signed(message: bytes) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(NAMESPACE.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _blob(public: bytes) -> bytes:
    return _string(_KIND) + _string(public)


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _strings(blob: bytes, count: int) -> list[bytes]:
    found, at = [], 0
    for _ in range(count):
        (length,) = struct.unpack_from(">I", blob, at)
        piece = blob[at + 4 : at + 4 + length]
        if len(piece) != length:
            raise ValueError("cut")
        found.append(piece)
        at += 4 + length
    if at != len(blob):
        raise ValueError("rest")
    return found
