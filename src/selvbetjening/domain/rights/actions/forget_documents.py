"""Take the buyer out of documents whose time in the books is over: the files go, numbers and amounts stay (GDP-4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.invoicing.models import (
    CorrectionTask,
    CreditNote,
    CreditNoteDocument,
    Invoice,
    InvoiceDocument,
    Reminder,
    ReminderDocument,
)
from selvbetjening.domain.payments.models import DisputeFile, DisputeMessage
from selvbetjening.kernel.ids import OrganizationId

#: What of a buyer names nobody and may stay in a document's frozen text.
_NAMELESS: Final = frozenset({"country", "country_code", "party_type", "account_code"})
NO_NAME: Final = "–"


def forget_invoices(organization: OrganizationId, *, invoices: Sequence[Invoice], today: date) -> int:
    """The invoices with everything around them that names people: letters, disputes, wishes to correct.

    Returns how many files were removed. The database lets none go before its day (BOK-1).
    """
    mine = {"organization_id": organization}
    ids = [invoice.id for invoice in invoices]
    letters = Reminder.objects.filter(**mine, invoice_id__in=ids)
    gone = ReminderDocument.objects.filter(**mine, reminder__in=letters).delete()[0]
    for letter in letters:
        letters.filter(id=letter.id).update(snapshot={**letter.snapshot, "debtor": NO_NAME})
    messages = DisputeMessage.objects.filter(**mine, dispute__invoice_id__in=ids)
    gone += DisputeFile.objects.filter(**mine, message__in=messages).delete()[0]
    messages.delete()
    CorrectionTask.objects.filter(**mine, invoice_id__in=ids).delete()
    return gone + _forget(organization, Invoice, InvoiceDocument, {"invoice_id__in": ids}, invoices, today)


def forget_credit_notes(organization: OrganizationId, *, notes: Sequence[CreditNote], today: date) -> int:
    """The credit notes in the same way."""
    ids: list[UUID] = [note.id for note in notes]
    return _forget(organization, CreditNote, CreditNoteDocument, {"credit_note_id__in": ids}, notes, today)


def _forget(
    organization: OrganizationId, model: Any, documents: Any, those: dict[str, Any], rows: Sequence[Any], today: date
) -> int:
    for row in rows:
        row.snapshot = {**row.snapshot, "buyer": _nameless(row.snapshot.get("buyer", {})), "note": ""}
        row.content_erased_on = today
    model.objects.bulk_update(rows, ["snapshot", "content_erased_on"])
    return int(documents.objects.filter(organization_id=organization, **those).delete()[0])


def _nameless(buyer: dict[str, Any]) -> dict[str, Any]:
    blank = {key: value if key in _NAMELESS else _blank(value) for key, value in buyer.items()}
    return {**blank, "name": NO_NAME} if "name" in blank else blank


def _blank(value: Any) -> Any:
    if isinstance(value, str):
        return ""
    return [] if isinstance(value, list) else value
