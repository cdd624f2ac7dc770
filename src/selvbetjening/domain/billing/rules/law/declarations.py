"""What a customer declares with an act: an order with its consents, or the end of a contract; and its proof (CM-04)."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from selvbetjening.kernel.money import Money

Kind = Literal["cancel", "withdraw"]
Channel = Literal["portal", "guest", "api", "letter", "mail", "phone", "in_person"]

CODE_BYTES: Final = 15
_GROUP: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """That a contract ends, in the customer's words. `submitted_at` None means now (WDR-3, WDR-5, CAN-5)."""

    channel: Channel = "portal"
    name: str = ""
    receipt_address: str = ""
    statement: str = ""
    submitted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """What was said yes to with an order, and in which language (ORD-5, ORD-8)."""

    language: str
    asked_to_start: bool = False
    said_adult: bool = False


def declaration_of(*, declared: Declaration | Consents | None) -> Declaration | None:
    """The declaration that came with an act that ends a contract, if one came."""
    return declared if isinstance(declared, Declaration) else None


def consents_of(*, declared: Declaration | Consents | None) -> Consents | None:
    """The consents that came with an order, if they came."""
    return declared if isinstance(declared, Consents) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActContent:
    """Everything that a receipt proves; the digest is over all of it."""

    id: UUID
    organization: UUID
    account: UUID
    contract: UUID
    kind: str
    actor_kind: str
    actor_id: str
    channel: str
    name: str
    receipt_address: str
    statement: str
    language: str
    submitted_at: datetime
    recorded_at: datetime
    effective_on: date
    refund: Money | None
    reasons: tuple[str, ...]
    rule_version: str


def canonical(*, content: ActContent) -> str:
    """The content as canonical JSON: sorted keys, no blanks, instants in UTC, days and ids as text."""
    values = {name: _plain(getattr(content, name)) for name in ActContent.__slots__}
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(*, content: ActContent) -> str:
    """SHA-256 over the canonical JSON, in hexadecimal (CAN-3, WDR-5)."""
    return hashlib.sha256(canonical(content=content).encode()).hexdigest()


def code_of(*, digest: str) -> str:
    """The code on a receipt: the first 120 bits of the digest as 24 letters and digits. Raises ValueError."""
    return base64.b32encode(bytes.fromhex(digest)[:CODE_BYTES]).decode()


def grouped(*, code: str) -> str:
    """The code as it is printed, in groups of four."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def typed_code(*, text: str) -> str:
    """A typed code without blanks and hyphens, in capitals; "" for what cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == len(code_of(digest="0" * 64)) and code.isascii() and code.isalnum() else ""


def contract_number(*, subscription: UUID, code: str = "") -> str:
    """The number of a contract as customers see it: the company's own, or the last twelve signs of our id."""
    if code:
        return code
    signs = subscription.hex[-12:].upper()
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def masked(*, number: str) -> str:
    """A contract's number for strangers: only its last four signs are shown, of a short one only the last."""
    shown = 4 if len(number) > 8 else 1
    return "".join("•" if sign.isalnum() else sign for sign in number[:-shown]) + number[-shown:]


def same_number(*, typed: str, number: str) -> bool:
    """Whether somebody typed this number, with whatever blanks and hyphens, in any case."""
    return _bare(typed) == _bare(number) != ""


def _bare(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _plain(value: Any) -> Any:
    match value:
        case Money():
            return [value.minor, value.currency]
        case datetime():
            return value.isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case tuple():
            return list(value)
    return value
