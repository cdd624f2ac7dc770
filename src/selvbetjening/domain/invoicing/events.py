"""What can have happened to an invoice. Ids, numbers and amounts only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Fact):
    """An invoice got its number. It never changes from here (NUM-2)."""

    name = "invoicing.issued"
    invoice: UUID
    number: int
    total: Money
    issued_on: date
    due_on: date


@dataclass(frozen=True, kw_only=True)
class InvoiceDocumented(Fact):
    """Its PDF was made and stored, with this hash (XB-20)."""

    name = "invoicing.documented"
    invoice: UUID
    number: int
    sha256: str
