"""What may be asked about credit notes."""

from uuid import UUID

from selvbetjening.domain.invoicing.models import CreditNote as CreditNote
from selvbetjening.domain.invoicing.models import CreditNoteDocument
from selvbetjening.kernel.ids import OrganizationId


def credit_note(organization: OrganizationId, *, account: UUID, credit_note: UUID) -> CreditNote:
    """One credit note of this account with its lines and its invoice. Raises `CreditNote.DoesNotExist`."""
    mine = CreditNote.objects.filter(organization_id=organization, account_id=account)
    return mine.select_related("invoice").defer("invoice__snapshot").prefetch_related("lines").get(id=credit_note)


def credit_notes_on(organization: OrganizationId, *, invoice: UUID) -> list[CreditNote]:
    """The credit notes that amend this invoice, oldest first."""
    mine = CreditNote.objects.filter(organization_id=organization, invoice_id=invoice)
    return list(mine.defer("snapshot").order_by("number"))


def credit_notes_of(organization: OrganizationId, *, account: UUID) -> list[CreditNote]:
    """The account's credit notes, newest first."""
    mine = CreditNote.objects.filter(organization_id=organization, account_id=account)
    return list(mine.defer("snapshot").order_by("-number"))


def newest_credit_notes(organization: OrganizationId, *, limit: int = 100) -> list[CreditNote]:
    """The company's newest credit notes, with their accounts."""
    mine = CreditNote.objects.filter(organization_id=organization).select_related("account").defer("snapshot")
    return list(mine.order_by("-number")[:limit])


def stored_credit_document(
    organization: OrganizationId, *, credit_note: UUID, kind: str = "pdf"
) -> CreditNoteDocument | None:
    """A credit note's document as it was stored, or None when it is not made yet."""
    mine = CreditNoteDocument.objects.filter(organization_id=organization, credit_note_id=credit_note)
    return mine.filter(kind=kind).first()
