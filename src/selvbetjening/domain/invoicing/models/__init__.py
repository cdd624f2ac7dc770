"""Tables of invoicing."""

from selvbetjening.domain.invoicing.models.changes import Correction, CorrectionTask, InvoiceExplanation
from selvbetjening.domain.invoicing.models.credit_notes import CreditNote, CreditNoteDocument, CreditNoteLine
from selvbetjening.domain.invoicing.models.documents import (
    DocumentCheck,
    EInvoiceDelivery,
    FikNumber,
    InvoiceDocument,
)
from selvbetjening.domain.invoicing.models.draft_lines import DraftLine
from selvbetjening.domain.invoicing.models.foreign import ForeignDocument
from selvbetjening.domain.invoicing.models.invoices import Invoice, InvoiceLine, NumberSeries
from selvbetjening.domain.invoicing.models.issued import IssuedDocument, IssuedLine
from selvbetjening.domain.invoicing.models.kickbacks import KickbackNote
from selvbetjening.domain.invoicing.models.reminders import (
    ClaimWaiver,
    HandOver,
    LateClaim,
    Reminder,
    ReminderDocument,
)

__all__ = [
    "ClaimWaiver",
    "Correction",
    "CorrectionTask",
    "CreditNote",
    "CreditNoteDocument",
    "CreditNoteLine",
    "DocumentCheck",
    "DraftLine",
    "EInvoiceDelivery",
    "FikNumber",
    "ForeignDocument",
    "HandOver",
    "Invoice",
    "InvoiceDocument",
    "InvoiceExplanation",
    "InvoiceLine",
    "IssuedDocument",
    "IssuedLine",
    "KickbackNote",
    "LateClaim",
    "NumberSeries",
    "Reminder",
    "ReminderDocument",
]
