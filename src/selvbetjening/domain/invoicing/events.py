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


@dataclass(frozen=True, kw_only=True)
class CreditNoteIssued(Fact):
    """A credit note got its number and amends `invoice` (CRN-1). `full` says that nothing of the invoice is left."""

    name = "invoicing.credited"
    credit_note: UUID
    invoice: UUID
    number: int
    original_number: int
    total: Money
    full: bool


@dataclass(frozen=True, kw_only=True)
class DraftLineAdded(Fact):
    """A line waits for the account's next invoice; `net` is excl. VAT."""

    name = "invoicing.draft_line_added"
    draft_line: UUID
    net: Money


@dataclass(frozen=True, kw_only=True)
class DraftLineChanged(Fact):
    """A waiting line is another one now; `net` is what it comes to, excl. VAT."""

    name = "invoicing.draft_line_changed"
    draft_line: UUID
    net: Money


@dataclass(frozen=True, kw_only=True)
class DraftLineDropped(Fact):
    """A waiting line will not be charged."""

    name = "invoicing.draft_line_dropped"
    draft_line: UUID
    net: Money


@dataclass(frozen=True, kw_only=True)
class InvoiceCorrected(Fact):
    """An invoice was credited in full and issued anew (CM-07). `changed_fields` are names, not what stands in them."""

    name = "invoicing.corrected"
    invoice: UUID
    number: int
    credit_note: UUID
    new_invoice: UUID
    new_number: int
    changed_fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(Fact):
    """The customer wants a correction that only the company can make; `reason` says why (CM-07)."""

    name = "invoicing.correction_asked"
    task: UUID
    invoice: UUID
    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CorrectionTaskClosed(Fact):
    """The company has dealt with a wish for a correction."""

    name = "invoicing.correction_task_closed"
    task: UUID
    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class ReminderSent(Fact):
    """A reminder was written about an unpaid invoice; `total` is what it asks for, `fee` what it cost (DUN-1)."""

    name = "invoicing.reminder_sent"
    invoice: UUID
    reminder: UUID
    number: int
    fee: Money
    total: Money
    is_demand: bool
    deadline_on: date


@dataclass(frozen=True, kw_only=True)
class ReminderDropped(Fact):
    """A payment came before the letter went out: it was not sent, and its fee is not owed (DUN-5)."""

    name = "invoicing.reminder_dropped"
    invoice: UUID
    reminder: UUID


@dataclass(frozen=True, kw_only=True)
class LateClaimsWaived(Fact):
    """Fees or interest are not asked for any more."""

    name = "invoicing.late_claims_waived"
    invoice: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class ClaimHandedOver(Fact):
    """An unpaid invoice was handed over to collection (DUN-6)."""

    name = "invoicing.handed_over"
    invoice: UUID
    total: Money
    fee: Money


@dataclass(frozen=True, kw_only=True)
class EInvoiceSent(Fact):
    """The access point took an e-invoice (EIN-4). `kind` is `invoice` or `credit_note`."""

    name = "invoicing.e_invoice_sent"
    document: UUID
    kind: str
    number: int
    receipt: str


@dataclass(frozen=True, kw_only=True)
class EInvoiceRefused(Fact):
    """An e-invoice could not be sent; `reason` is a short code. The company must bring it in another way (EIN-4)."""

    name = "invoicing.e_invoice_refused"
    document: UUID
    kind: str
    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class KickbackNoted(Fact):
    """A reseller's system noted something on an invoice or credit note."""

    name = "invoicing.kickback_noted"
    document: UUID
