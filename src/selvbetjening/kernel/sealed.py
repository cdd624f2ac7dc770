"""Secrets at rest: AES-256-GCM with a random 96-bit nonce, bound to what the secret is for (SEC-124, SEC-125).

What is kept: a version, four bytes that name the key, the nonce, then ciphertext and tag. The first key seals, every
key opens: a new one is put in front, and the old one goes when nothing under it is left.
"""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION: Final = b"\x01"
_NAME, _NONCE, _TAG = 4, 12, 16
_HEAD: Final = len(_VERSION) + _NAME
_keys: dict[bytes, AESGCM] = {}


class SealBroken(Exception):
    """What was kept cannot be opened; `reason` is a code that tells nothing of the content.

    `not_sealed`: these bytes were never sealed, or cut. `key_unknown`: sealed with a key that is not among the
    installation's. `altered`: changed, or sealed for another purpose.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def use_keys(keys: Sequence[str]) -> None:
    """Say which secrets seal and open, the newest first. Called once, at the start of each process.

    Raises ValueError without any.
    """
    if not keys:
        raise ValueError("nothing can be sealed without a key")
    ciphers = {_name(key): AESGCM(_derived(key)) for key in keys}
    _keys.clear()
    _keys.update(ciphers)


def seal(plain: str | bytes, *, purpose: str) -> bytes:
    """The secret as it may be kept, another time other bytes; text as UTF-8.

    `purpose` names the one place where it belongs, so that nobody can move it elsewhere: company, table, column, row.
    Raises ValueError without a purpose, LookupError before `use_keys`.
    """
    name, cipher = next(iter(_keys.items()), (b"", None))
    if cipher is None:
        raise LookupError("no keys were given (kernel.sealed.use_keys)")
    nonce = secrets.token_bytes(_NONCE)
    content = plain.encode() if isinstance(plain, str) else plain
    head = _VERSION + name
    return head + nonce + cipher.encrypt(nonce, content, _bound(head, purpose))


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """What was sealed for this purpose. Raises `SealBroken`, and ValueError without a purpose."""
    head, nonce, rest = sealed[:_HEAD], sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
    bound = _bound(head, purpose)
    if not head.startswith(_VERSION) or len(rest) < _TAG:
        raise SealBroken("not_sealed")
    cipher = _keys.get(head[len(_VERSION) :])
    if cipher is None:
        raise SealBroken("key_unknown")
    try:
        return cipher.decrypt(nonce, rest, bound)
    except InvalidTag:
        raise SealBroken("altered") from None


def wants_new_seal(sealed: bytes) -> bool:
    """Whether it was sealed with another key than the newest: seal it anew before the old key is taken away."""
    return sealed[:_HEAD] != _VERSION + next(iter(_keys), b"")


def _bound(head: bytes, purpose: str) -> bytes:
    if not purpose:
        raise ValueError("a secret is sealed for a purpose")
    return head + purpose.encode()


def _name(key: str) -> bytes:
    return hashlib.sha256(b"selvbetjening.sealed.name" + _derived(key)).digest()[:_NAME]


def _derived(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"selvbetjening.sealed").derive(key.encode())
