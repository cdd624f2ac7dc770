"""What may be asked about documents; the organization first, and always the account that asks."""

from selvbetjening.domain.invoicing.queries.credit_notes import (
    CreditNote,
    credit_note,
    credit_notes_of,
    credit_notes_on,
)
from selvbetjening.domain.invoicing.queries.invoices import (
    Invoice,
    Page,
    get,
    of_account,
    stored_document,
)

__all__ = [
    "CreditNote",
    "Invoice",
    "Page",
    "credit_note",
    "credit_notes_of",
    "credit_notes_on",
    "get",
    "of_account",
    "stored_document",
]
