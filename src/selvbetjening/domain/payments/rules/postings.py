"""What documents and money mean in the books: balanced postings that name their document and its hash. Pure.

This product is billing and no registered bookkeeping system (BOK-3): these are what such a system takes in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple
from uuid import UUID

from selvbetjening.kernel.law import law

Kind = Literal["invoice", "credit_note", "late_claim", "waiver", "payment", "refund", "reversal", "regained"]

DEBTORS: Final = "debtors"
BANK: Final = "bank"
VAT: Final = "vat"
REVENUE: Final = "revenue"
LATE: Final = "late_payment"
ACCOUNTS: Final = (DEBTORS, BANK, VAT, REVENUE, LATE)


class VatPart(NamedTuple):
    """The subtotal of one VAT category and rate."""

    category: str
    basis_points: int
    net_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class Voucher:
    """One thing to be booked: its document, the document's SHA-256 (empty where there is none), whose, how much.

    Amounts are positive; the kind says which way they go. `number` is the document's, or the bank's reference.
    """

    kind: Kind
    id: UUID
    number: str
    on: date
    sha256: str
    customer: str
    currency: str
    total_minor: int
    parts: tuple[VatPart, ...] = ()
    original: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of a voucher: debit above nothing, credit below it, in minor units of the voucher's currency."""

    account: str
    minor: int
    vat_code: str = ""


@law("BOK-2", source="bogføringsloven § 9, stk. 2")
def postings(*, voucher: Voucher) -> tuple[Posting, ...]:
    """Every transaction is traceable from document to posting and back; a voucher's lines add up to nothing.

    An invoice is owed by the customer: its net is revenue, its VAT is owed to the state. A credit note is the reverse.
    A payment is money in the bank that the customer owes no longer, also where it was too much; a refund the reverse,
    and a reversal too (a chargeback, a payment taken back), until it is regained.
    A fee, interest or compensation is owed beside the invoice, without VAT (DUN-8); one that is waived is the reverse.
    Credit that pays an invoice or a claim moves nothing: both stand on the customer's own account.
    """
    sign = 1 if voucher.kind in ("invoice", "refund", "reversal", "late_claim") else -1
    if voucher.kind in ("late_claim", "waiver"):
        return (Posting(DEBTORS, sign * voucher.total_minor), Posting(LATE, -sign * voucher.total_minor))
    if voucher.kind in ("payment", "refund", "reversal", "regained"):
        return (Posting(DEBTORS, sign * voucher.total_minor), Posting(BANK, -sign * voucher.total_minor))
    lines = [Posting(DEBTORS, sign * voucher.total_minor)]
    for part in voucher.parts:
        code = vat_code(category=part.category, basis_points=part.basis_points)
        lines.append(Posting(REVENUE, -sign * part.net_minor, code))
        if part.vat_minor:
            lines.append(Posting(VAT, -sign * part.vat_minor, code))
    return tuple(line for line in lines if line.minor)


def vat_code(*, category: str, basis_points: int) -> str:
    """`S25`, `S12,5`, or the category alone where no VAT is charged."""
    if category != "S":
        return category
    return f"S{basis_points / 100:g}".replace(".", ",")


def unbalanced(*, lines: Sequence[Posting]) -> int:
    """What is missing for the lines to add up to nothing."""
    return sum(line.minor for line in lines)
