"""Make a credit note's PDF and e-invoices once, and keep them with their hashes (XB-20, CRN-1)."""

import hashlib
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.invoicing.actions.check import check_document
from selvbetjening.domain.invoicing.actions.dispatch import dispatch
from selvbetjening.domain.invoicing.einvoice import PDF, bundle
from selvbetjening.domain.invoicing.models import CreditNote, CreditNoteDocument
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def document_credit_note(
    organization: OrganizationId, *, credit_note: UUID, at: datetime, kind: str = PDF
) -> CreditNoteDocument:
    """The credit note as `pdf`, or in the preferred e-invoice format for any other `kind`; made now where missing.

    Two at once store one and both return it. Queues the e-invoice for sending where the buyer gets one. Raises
    `CreditNote.DoesNotExist`, for one whose content was erased in time, too.
    """
    with within(organization):
        kept = CreditNote.objects.filter(organization_id=organization, content_erased_on=None)
        issued = kept.select_for_update(no_key=True).get(id=credit_note)
        stored = CreditNoteDocument.objects.filter(organization_id=organization, credit_note_id=credit_note)
        found = {each.kind: each for each in stored} or _stored(organization, issued, at)
    return found[PDF] if kind == PDF else next(found[name] for name in (kind, *_PREFERRED) if name in found)


_PREFERRED = ("bis3", "oioubl", "en16931")


def _stored(organization: OrganizationId, issued: CreditNote, at: datetime) -> dict[str, CreditNoteDocument]:
    logo, owner = organizations.logo(organization), organizations.get(organization)
    made = bundle(issued.snapshot, logo=bytes(logo.png) if logo else None, formats=owner.choice("einvoice_formats"))
    rows = {
        kind: CreditNoteDocument(
            organization_id=organization,
            credit_note_id=issued.id,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            created_at=at,
        )
        for kind, content in made.items()
    }
    CreditNoteDocument.objects.bulk_create(rows.values())
    dispatch(organization, credit_note=issued.id, snapshot=issued.snapshot, made=tuple(rows), at=at)
    return rows


@job(name="invoicing.document_credit_note")
def credit_note_job(organization: OrganizationId, *, at: datetime, credit_note: str) -> None:
    """The wake-up after a credit note was issued: its documents, and what the rules say of them."""
    document_credit_note(organization, credit_note=UUID(credit_note), at=at)
    check_document(organization, credit_note=UUID(credit_note), at=at)
