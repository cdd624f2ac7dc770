"""The file in which an account moves from one company's Selvbetjening to another's: signed, whole, comparable (CM-13).

Pure. `manifest.json` names the SHA-256 of every part and file, and `manifest.sig` signs its bytes (Ed25519).
"""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SCHEMA: Final = "selvbetjening-move/1"
PARTS: Final = (
    "account", "recipients", "subscriptions", "scheduled_changes", "contracts", "mandates", "consents", "documents",
    "payments", "log",
)  # fmt: skip
#: What happened before; the receiving side keeps it as it came, and carries it on.
HISTORY: Final = ("contracts", "mandates", "consents", "documents", "payments", "log")
MOST_BYTES: Final = 200_000_000
MOST_FILES: Final = 20_000
_SIGNED: Final = b"selvbetjening-move/1\n"
_ALWAYS: Final = (1980, 1, 1, 0, 0, 0)


#: How long a file that nobody has fetched can be fetched in the portal, and how long from the first download on. The
#: subscriptions end here with it, so one that was never fetched must not be lost over a holiday.
UNFETCHED_LIFE: Final = timedelta(days=30)
FETCHED_LIFE: Final = timedelta(days=3)


class MoveRefused(Exception):
    """The account cannot move. `reason` is a code, `about` what it concerns.

    Of a file: `form`, `schema`, `unknown_key`, `altered`. Going out: `no_key`, `no_manager` (in the portal), `moved`,
    `paused`, `backward`. Coming in: `came_already`, `code_taken`, `terms`, `backward`, `no_recipient`.
    """

    def __init__(self, reason: str, *, about: str = "") -> None:
        super().__init__(f"{reason} {about}".strip())
        self.reason, self.about = reason, about


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose signature and hashes hold."""

    manifest: Mapping[str, Any]
    parts: Mapping[str, Any]
    files: Mapping[str, bytes] = field(repr=False)


def obstacle(*, charging: str, state: str) -> str:
    """Why a running subscription cannot be handed over, as a reason of `MoveRefused`; empty where it can."""
    if state == "paused":
        return "paused"
    # Its running period is billed at its end: nobody could say by whom.
    return "backward" if charging == "backward" else ""


def fetchable_until(*, ready_at: datetime, fetched_at: datetime | None) -> datetime:
    """Until when the file lies in the portal; it is deleted then."""
    until = ready_at + UNFETCHED_LIFE
    return until if fetched_at is None else min(until, fetched_at + FETCHED_LIFE)


def canonical(*, value: Any) -> bytes:
    """One form for one content: keys in order, no blanks, days and ids as text."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return text.encode()


def content_hash(*, parts: Mapping[str, Any]) -> str:
    """The same for the same account wherever it lives: without what only one instance has (`instance`, the log).

    The log's chain is bound to the ids of its installation; it is carried along, and has its own proof (CM-10).
    """
    hashes = {name: _sha256(canonical(value=_reduced(parts[name]))) for name in PARTS if name != "log"}
    return _sha256(canonical(value=hashes))


class Named(Protocol):
    """A subscription, as far as its name goes."""

    @property
    def id(self) -> UUID: ...
    @property
    def code(self) -> str: ...


def code_of(*, row: Named) -> str:
    """What a subscription is called on both sides."""
    return row.code or str(row.id)


def with_history(*, parts: Mapping[str, Any], before: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The parts with what came with earlier moves in front of what happened here."""
    earlier = list(before)
    return {
        name: [*(row for each in earlier for row in each[name]), *value] if name in HISTORY else value
        for name, value in parts.items()
    }


def public_of(*, seed: bytes) -> bytes:
    """The 32 public bytes that tell this installation's files."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def packed(*, parts: Mapping[str, Any], files: Mapping[str, bytes], about: Mapping[str, Any], seed: bytes) -> bytes:
    """The signed ZIP. `files` are documents by their name in it; `about` says whose it is and when."""
    texts = {f"{name}.json": canonical(value=parts[name]) for name in PARTS}
    manifest = canonical(
        value={
            **about, "schema": SCHEMA, "content": content_hash(parts=parts),
            "files": {name: _sha256(content) for name, content in {**texts, **files}.items()},
        }
    )  # fmt: skip
    signature = base64.b64encode(Ed25519PrivateKey.from_private_bytes(seed).sign(_SIGNED + manifest))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entries = {"manifest.json": manifest, "manifest.sig": signature, **texts, **files}
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def opened(*, content: bytes, known: Collection[bytes]) -> Opened:
    """Read and prove the file; `known` are the public keys that are believed. Raises `MoveRefused`."""
    entries = _entries(content)
    try:
        manifest, signature = entries.pop("manifest.json"), base64.b64decode(entries.pop("manifest.sig"), validate=True)
        said = json.loads(manifest)
    except (KeyError, ValueError):
        raise MoveRefused("form") from None
    _prove(manifest, signature, known)
    if not isinstance(said, dict) or said.get("schema") != SCHEMA:
        raise MoveRefused("schema")
    if {name: _sha256(each) for name, each in entries.items()} != said["files"]:
        raise MoveRefused("altered")
    parts = {name: json.loads(entries.pop(f"{name}.json")) for name in PARTS}
    return Opened(said, parts, entries)


def _prove(manifest: bytes, signature: bytes, known: Collection[bytes]) -> None:
    for public in known:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, _SIGNED + manifest)
        except InvalidSignature:
            continue
        return
    raise MoveRefused("unknown_key")


def _entries(content: bytes) -> dict[str, bytes]:
    """What is in the ZIP, unpacked within limits: a bomb is no move (SEC-81)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_FILES or sum(each.file_size for each in listed) > MOST_BYTES:
                raise MoveRefused("form")
            return {each.filename: archive.read(each) for each in listed}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise MoveRefused("form") from None


def _reduced(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reduced(each) for key, each in value.items() if key != "instance"}
    return [_reduced(each) for each in value] if isinstance(value, list) else value


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a move cannot carry a {type(value).__name__}")
