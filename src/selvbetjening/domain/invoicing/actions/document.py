"""Make an invoice's PDF once, from what was frozen at issue, and keep it with its hash."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.documents.pdf import render_pdf
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.events import InvoiceDocumented
from selvbetjening.domain.invoicing.models import Invoice, InvoiceDocument
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId


def document(organization: OrganizationId, *, invoice: UUID, at: datetime, actor: Actor = SYSTEM) -> InvoiceDocument:
    """The invoice's PDF: the stored one, or made now and stored (XB-20, NUM-2).

    Two at once store one and both return it. The logo is the organization's when the document is made, which is right
    after issue. Records `InvoiceDocumented` when it was made now. Raises `Invoice.DoesNotExist`.
    """
    with within(organization):
        stored = InvoiceDocument.objects.filter(organization_id=organization, invoice_id=invoice, kind="pdf")
        if found := stored.first():
            return found
        # Rendering costs more than waiting: who comes second waits for the first one's commit and finds its document.
        issued = Invoice.objects.select_for_update(no_key=True).get(organization_id=organization, id=invoice)
        if found := stored.first():
            return found
        logo = organizations.logo(organization)
        pdf = render_pdf(InvoiceSnapshot.from_json(json.dumps(issued.snapshot)), logo=bytes(logo.png) if logo else None)
        made = InvoiceDocument(
            organization_id=organization,
            invoice_id=invoice,
            kind="pdf",
            content=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            created_at=at,
        )
        made.save(force_insert=True)
        fact = InvoiceDocumented(account=issued.account_id, invoice=invoice, number=issued.number, sha256=made.sha256)
        record(organization, fact=fact, actor=actor, at=at)
    return made
