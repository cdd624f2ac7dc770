"""Public SSH keys: which forms are read, which are strong enough, how long they may live (BP-42, SEC-92). Pure."""

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec

from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.periods import Interval, step

Code = Literal["private", "unreadable", "kind", "weak", "taken", "too_many", "revoked", "label", "life", "addresses"]
MOST_KEYS: Final = 5
DEFAULT_MONTHS, LONGEST_MONTHS, TOLERATED_MONTHS = 24, 36, 12
SOUND_RSA, TOLERATED_RSA, LARGEST_RSA = 3072, 2048, 16_384
LARGEST_TEXT: Final = 16_384
_CURVES: Final[dict[bytes, tuple[ec.EllipticCurve, int]]] = {
    b"nistp256": (ec.SECP256R1(), 256), b"nistp384": (ec.SECP384R1(), 384), b"nistp521": (ec.SECP521R1(), 521),
}  # fmt: skip
#: What only a private key holds, in any of the forms that programs write.
_PRIVATE: Final = (b"PRIVATE KEY", b"PuTTY-User-Key-File", b"Private-Lines", b"b3BlbnNzaC1rZXktdjEA", b"Private-MAC")
_LINE: Final = re.compile(rb"^\s*([a-z0-9@.-]{6,60})[ \t]+([A-Za-z0-9+/=]{40,})(?:[ \t]+([^\r\n]*))?\s*$")


class KeyRefused(Exception):
    """The key cannot be used. `kind` and `bits` say what it is, where that is known; nothing of the text is kept."""

    def __init__(self, code: Code, *, kind: str = "", bits: int = 0) -> None:
        super().__init__(code)
        self.code: Code = code
        self.kind, self.bits = kind, bits


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that was read: `kind` as SSH names it, `blob` as SSH sends it, the `comment` of its writer."""

    kind: str
    bits: int
    blob: bytes = field(repr=False)
    comment: str = ""

    @property
    def fingerprint(self) -> str:
        """`SHA256:…` as `ssh-keygen -l` writes it."""
        return fingerprint_of(blob=self.blob)

    @property
    def line(self) -> str:
        """As one line of OpenSSH, without the comment."""
        return f"{self.kind} {base64.b64encode(self.blob).decode()}"

    @property
    def is_tolerated(self) -> bool:
        """Shorter than it should be: it is taken with a warning, and for a year at most."""
        return self.kind == "ssh-rsa" and self.bits < SOUND_RSA


def fingerprint_of(*, blob: bytes) -> str:
    """SHA-256 of the key as SSH sends it, in base64 without its filling."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def read(*, text: bytes | bytearray) -> PublicKey:
    """Read an OpenSSH line, or the block of RFC 4716 that PuTTYgen and others save. Raises `KeyRefused`.

    `private` for what holds a private key; a bytearray is then overwritten with zeros before anybody sees it (KEY-02).
    """
    if any(sign in text for sign in _PRIVATE):
        if isinstance(text, bytearray):
            text[:] = bytes(len(text))
        raise KeyRefused("private")
    if len(text) > LARGEST_TEXT:
        raise KeyRefused("unreadable")
    encoded, comment = _block(bytes(text)) if b"---- BEGIN SSH2" in text else _line(bytes(text))
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise KeyRefused("unreadable") from None
    return of_blob(blob=blob, comment=comment)


def of_blob(*, blob: bytes, comment: str = "") -> PublicKey:
    """A key as SSH sends it. Raises `KeyRefused`: `unreadable`, `kind`, `weak`."""
    parts = _strings(blob)
    kind = parts[0].decode("ascii", "replace")
    bits = _bits(kind, parts[1:])
    return PublicKey(kind, bits, blob, _cleaned(comment))


def expires(*, key: PublicKey, months: int | None, at: datetime) -> datetime:
    """When a key that is added now ends, at midnight in Copenhagen. Raises `KeyRefused("life")` beyond its kind's."""
    longest = TOLERATED_MONTHS if key.is_tolerated else LONGEST_MONTHS
    wanted = min(DEFAULT_MONTHS, longest) if months is None else months
    if not 1 <= wanted <= longest:
        raise KeyRefused("life", kind=key.kind, bits=key.bits)
    today = copenhagen_day(at)
    return start_of_day(step(today, Interval("month", wanted), anchor_day=today.day))


def _line(text: bytes) -> tuple[bytes, str]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(b"#")]
    found = _LINE.match(lines[0]) if len(lines) == 1 else None
    if found is None:
        raise KeyRefused("unreadable")
    return found[2], (found[3] or b"").decode("utf-8", "replace")


def _block(text: bytes) -> tuple[bytes, str]:
    """RFC 4716: headers may go on over lines that end with a backslash."""
    found = re.search(rb"---- BEGIN SSH2 PUBLIC KEY ----\r?\n(.*?)\r?\n---- END SSH2 PUBLIC KEY ----", text, re.DOTALL)
    if found is None:
        raise KeyRefused("unreadable")
    body = re.sub(rb"\\\r?\n", b"", found[1])
    headers = [line for line in body.splitlines() if b":" in line]
    encoded = b"".join(line.strip() for line in body.splitlines() if b":" not in line)
    comments = [line.partition(b":")[2].strip().strip(b'"') for line in headers if line.lower().startswith(b"comment:")]
    return encoded, (comments[0] if comments else b"").decode("utf-8", "replace")


def _strings(blob: bytes) -> list[bytes]:
    parts, place = [], 0
    while place < len(blob):
        if len(blob) - place < 4:
            raise KeyRefused("unreadable")
        (length,) = struct.unpack_from(">I", blob, place)
        place += 4
        if length > len(blob) - place:
            raise KeyRefused("unreadable")
        parts.append(blob[place : place + length])
        place += length
    if not 2 <= len(parts) <= 6 or not 1 <= len(parts[0]) <= 60:
        raise KeyRefused("unreadable")
    return parts


def _bits(kind: str, rest: list[bytes]) -> int:
    match kind, len(rest):
        case "ssh-ed25519", 1:
            return _ed25519(rest[0])
        case "sk-ssh-ed25519@openssh.com", 2:
            return _ed25519(rest[0])
        case (("ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521"), 2):
            return _curve(kind.rpartition("-")[2].encode(), rest)
        case "sk-ecdsa-sha2-nistp256@openssh.com", 3:
            return _curve(b"nistp256", rest)
        case "ssh-rsa", 2:
            return _rsa(rest[0], rest[1])
        case "ssh-dss", _:
            raise KeyRefused("weak", kind=kind, bits=1024)
        case _:
            raise KeyRefused("kind", kind=kind if kind.isprintable() else "")


def _ed25519(point: bytes) -> int:
    if len(point) != 32:
        raise KeyRefused("unreadable", kind="ssh-ed25519")
    return 256


def _curve(expected: bytes, rest: list[bytes]) -> int:
    curve, bits = _CURVES[expected]
    if rest[0] != expected:
        raise KeyRefused("unreadable")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(curve, rest[1])
    except (ValueError, UnsupportedAlgorithm):
        raise KeyRefused("unreadable") from None
    return bits


def _rsa(exponent: bytes, modulus: bytes) -> int:
    e, n = int.from_bytes(exponent), int.from_bytes(modulus)
    bits = n.bit_length()
    if bits < TOLERATED_RSA or e < 3 or not e % 2 or not n % 2:
        raise KeyRefused("weak", kind="ssh-rsa", bits=bits)
    if bits > LARGEST_RSA or e.bit_length() > 64 or exponent[:1] >= b"\x80" or modulus[:1] >= b"\x80":
        raise KeyRefused("unreadable", kind="ssh-rsa", bits=bits)
    return bits


def _cleaned(comment: str) -> str:
    return "".join(sign for sign in comment if sign.isprintable()).strip()[:80]
