"""The chain of one account's entries: each holds the hash of the one before it (CM-10, SEC-112).

An entry is hashed as canonical JSON (RFC 8785: keys sorted, no blanks, UTF-8), so that anybody can compute it again
with the script in docs/verify_log.py. Personal values stand beside the chain; the hashed text holds only their salted
digests, so erasing value and salt leaves the chain whole (SEC-117).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Literal
from uuid import UUID

#: What stands before the first entry.
BEGINNING: Final = bytes(32)
#: Under this key an event's data hold the digests of its personal values.
SEALED: Final = "sealed"
#: Under this key stands by which call of the API it happened (`kernel.actors`).
CALL: Final = "api_call"

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode

Fault = Literal["gap", "order", "changed", "value", "tail"]


def canonical(*, value: object) -> str:
    """The one JSON text of a value made of text, whole numbers, truth values, lists and maps with plain keys."""
    return _encode(value)


@lru_cache(maxsize=256)
def _quoted(text: str) -> str:
    # Names of facts and actors are few, and the billing run asks for the same ones a hundred thousand times.
    return canonical(value=text)


@lru_cache(maxsize=256)
def instant(*, at: datetime) -> str:
    """`2026-03-10T09:00:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def opened_text(
    *,
    account: UUID | str | None,
    act: str,
    actor: str,
    actor_kind: str,
    at: datetime,
    data: str,
    id_: UUID | str,
    organization: UUID | str,
) -> str:
    """The canonical text of an entry up to its place in the chain; `data` is canonical JSON already.

    The keys stand in their sorted order, and those of the place come last: `placed` only has to append them.
    """
    return (
        f'{{"account":"{account}","act":{_quoted(act)},"actor":{_quoted(actor)},"actor_kind":{_quoted(actor_kind)},'
        f'"at":"{instant(at=at)}","data":{data},"id":"{id_}","organization":"{organization}"'
    )


def placed(*, text: str, prev_hash: bytes, seq: int) -> bytes:
    """The hash of an opened text at its place: SHA-256, 32 bytes."""
    return hashlib.sha256(f'{text},"prev_hash":"{prev_hash.hex()}","seq":{seq}}}'.encode()).digest()


def seal(*, salt: bytes, value: str) -> str:
    """The digest that stands in the hashed text for a personal value, hex."""
    return hashlib.sha256(salt + value.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is kept: its opened text, its place, and the hashes that were written then.

    `values` are the personal values that are still there: key → (salt, value).
    """

    text: str
    seq: int
    prev_hash: bytes
    hash: bytes
    sealed: Mapping[str, str]
    values: Mapping[str, tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a chain is whole; otherwise the first entry that is not, and what is wrong with it."""

    entries: int
    head: bytes
    fault: Fault | None = None
    at_seq: int = 0

    @property
    def whole(self) -> bool:
        return self.fault is None


def verify(*, links: Iterable[Link], head_seq: int, head: bytes) -> Verdict:
    """Compute the chain again, from its beginning to the head that is known (CM-10).

    `gap`: an entry is missing. `order`: it does not follow the one before it. `changed`: what it says is not what was
    written. `value`: a personal value was replaced. `tail`: entries at the end are missing.
    """
    last, count = BEGINNING, 0
    for link in links:
        fault = _fault(link, last, count + 1)
        if fault:
            return Verdict(count, last, fault, count + 1)
        last, count = link.hash, count + 1
    if (count, last) != (head_seq, head):
        return Verdict(count, last, "tail", count + 1)
    return Verdict(count, last)


def _fault(link: Link, last: bytes, seq: int) -> Fault | None:
    if link.seq != seq:
        return "gap"
    if link.prev_hash != last:
        return "order"
    if placed(text=link.text, prev_hash=last, seq=seq) != link.hash:
        return "changed"
    for key, (salt, value) in link.values.items():
        if link.sealed.get(key) != seal(salt=salt, value=value):
            return "value"
    return None


def sealed_of(*, data: Mapping[str, Any]) -> Mapping[str, str]:
    """The digests of personal values in an event's data."""
    found = data.get(SEALED, {})
    return found if isinstance(found, Mapping) else {}
