"""Check one issued document by the official rules, once, and keep what they found."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice import write
from selvbetjening.domain.invoicing.einvoice.checked import check
from selvbetjening.domain.invoicing.einvoice.lawful import lawful
from selvbetjening.domain.invoicing.models import CreditNote, DocumentCheck, Invoice
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.einvoice")


def check_document(
    organization: OrganizationId, *, at: datetime, invoice: UUID | None = None, credit_note: UUID | None = None
) -> DocumentCheck:
    """The check of an invoice or credit note: the stored one, or made now. Never raises for what the rules find.

    What is checked is the European invoice that is embedded in the PDF; the same snapshot gives the same bytes. A
    document that breaks a rule stays issued: the finding is kept, shown to the company, and it is not sent (NUM-2).
    """
    one = {"invoice_id": invoice, "credit_note_id": credit_note}
    with within(organization):
        mine = DocumentCheck.objects.filter(organization_id=organization, **one)
        if found := mine.first():
            return found
        stored = _snapshot(organization, invoice, credit_note)
        limit = organizations.get(organization).choice("simplified_invoice_limit")
    frozen = InvoiceSnapshot.from_data(stored)
    xml = write(frozen, format="bis3")
    # Outside any transaction: the rules take as long as drawing the PDF.
    findings = [*check(xml), *lawful(frozen, limit_minor=limit)]
    valid = not any(each.fatal for each in findings)
    if not valid:
        codes = sorted({each.code for each in findings if each.fatal})
        log.warning("e-invoice breaks rules", organization=str(organization), outcome=" ".join(codes))
    with within(organization):
        row = DocumentCheck(
            organization_id=organization,
            **one,
            sha256=hashlib.sha256(xml).hexdigest(),
            findings=[asdict(each) for each in findings],
            is_valid=valid,
            checked_at=at,
        )
        DocumentCheck.objects.bulk_create([row], ignore_conflicts=True)
        return mine.get()


def _snapshot(organization: OrganizationId, invoice: UUID | None, credit_note: UUID | None) -> dict[str, Any]:
    if invoice is not None:
        stored: dict[str, Any] = Invoice.objects.get(organization_id=organization, id=invoice).snapshot
    elif credit_note is not None:
        stored = CreditNote.objects.get(organization_id=organization, id=credit_note).snapshot
    else:
        raise ValueError("an invoice or a credit note")
    return stored
