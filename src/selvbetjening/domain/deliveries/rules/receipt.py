"""What a receipt says, as the one JSON text of it (business-portal.md annex D.2, BM-02; RFC 8785). Pure.

A receipt names no payer: lines are told by their number, people by a pseudonym. No customer number, CPR or account
number is ever in it, and no address of a connection.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from selvbetjening.domain.deliveries.rules.legacy_names import receipt_alias
from selvbetjening.domain.deliveries.rules.names import receipt_name
from selvbetjening.kernel.days import COPENHAGEN

Kind = Literal["K1", "K2", "K3"]
VERSION: Final = 1
_SAFE: Final = 2**53 - 1
_ENVIRONMENTS: Final = {"production": "produktion", "test": "test"}


class NotCanonical(TypeError):
    """A value that has no exact JSON form that every reader reads the same."""


def canonical(*, value: object) -> bytes:
    """The value as RFC 8785 writes it: keys sorted, no blanks, UTF-8. Raises `NotCanonical`.

    Taken are text, truth values, None, lists, maps with ASCII keys, and whole numbers that a double holds exactly;
    amounts are text for that reason.
    """
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _check(value: object) -> None:
    match value:
        case None | bool() | str():
            return
        case int() if abs(value) <= _SAFE:
            return
        case list() | tuple():
            for each in value:
                _check(each)
        case dict() if all(isinstance(key, str) and key.isascii() for key in value):
            for each in value.values():
                _check(each)
        case _:
            raise NotCanonical(f"a receipt cannot hold {type(value).__name__}")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The file and everything around it that a receipt names. `acting` is the pseudonym of who sent it."""

    delivery: UUID
    number: int | None
    company: str
    cvr: str
    acting: str
    sftp_user: str
    key_fingerprint: str
    door: str
    environment: str
    name: str
    size: int
    sha256: str
    unproven: bool
    duplicate_of: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is told: `status` and `code` for machines, `text` and `todo` (what now) for people in each language,
    `content` as the check found it, `until` by when who must act."""

    kind: Kind
    issue: int
    status: str
    code: str
    text: Mapping[str, str]
    todo: Mapping[str, str]
    content: Mapping[str, Any]
    until: datetime | None = None
    refused_count: int = 0


def facts_of(*, receipt: UUID, about: About, said: Said, supersedes: UUID | None, at: datetime) -> dict[str, Any]:
    """Everything of a receipt but its place in the chain and the key that signs it."""
    return {
        "receipt_id": str(receipt),
        "kind": said.kind,
        "issue": said.issue,
        "version": VERSION,
        "issued_at": _instant(at),
        "issued_at_local": at.astimezone(COPENHAGEN).isoformat(timespec="seconds"),
        "delivery_id": str(about.delivery),
        "delivery_number": about.number,
        "supersedes": _id(supersedes),
        "duplicate_of": _id(about.duplicate_of),
        "company": {"cvr": about.cvr, "name": about.company},
        "acting_user_ref": about.acting,
        "sftp_user": about.sftp_user,
        "key_fingerprint": about.key_fingerprint,
        "door": about.door,
        "environment": _ENVIRONMENTS[about.environment],
        "file": {"name": about.name, "size": about.size, "sha256": about.sha256, "end_proven": not about.unproven},
        "status": said.status,
        "status_text": dict(said.text),
        "code": said.code,
        "next": dict(said.todo),
        "next_by": None if said.until is None else _instant(said.until),
        **(dict(said.content) if said.kind != "K1" else {}),
    }


def completed(*, facts: Mapping[str, Any], key_id: str, seq: int, previous: str) -> bytes:
    """The bytes that are signed: the facts with the receipt's place among the company's (`previous`: SHA-256, hex)."""
    named = {"file_names": file_names(facts=facts, seq=seq)} if "file" in facts else {}
    return canonical(
        value={**facts, **named, "signature": {"key_id": key_id, "namespace": "kvittering"},
               "chain": {"seq": seq, "previous_sha256": previous}}
    )  # fmt: skip


def file_names(*, facts: Mapping[str, Any], seq: int) -> dict[str, str]:
    """What the receipt is called, in the portal's way and in the old one, whatever door it leaves by (BP-48)."""
    kind, issue = facts["kind"], facts["issue"]
    own = receipt_name(
        original=facts["file"]["name"], delivery=facts["delivery_id"], kind=kind, issue=issue, ending="json"
    )
    is_test = facts["environment"] == _ENVIRONMENTS["test"]
    alias = receipt_alias(kind=kind, number=facts["delivery_number"], issue=issue, seq=seq, is_test=is_test)
    return {"portal": own, "legacy": alias}


def pseudonym(*, organization: UUID, membership: UUID | None, secret: str) -> str:
    """A name for a person that is the same in all receipts of a company and says nothing to anybody else."""
    if membership is None:
        return ""
    text = f"receipt:{organization}:{membership}:{secret}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changes(*, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """What differs between two contents, as (path, before, now): a preview that the world has overtaken shows it."""
    found: list[tuple[str, Any, Any]] = []
    for key in sorted({*old, *new}):
        before, now = old.get(key), new.get(key)
        if isinstance(before, dict) and isinstance(now, dict):
            found += [(f"{key}.{path}", one, other) for path, one, other in changes(old=before, new=now)]
        elif before != now:
            found.append((key, before, now))
    return found


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)
