"""Make an invoice's PDF and e-invoices once, from what was frozen at issue, and keep them with their hashes."""

import hashlib
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.dispatch import dispatch
from selvbetjening.domain.invoicing.einvoice import CORE, PDF, bundle
from selvbetjening.domain.invoicing.events import InvoiceDocumented
from selvbetjening.domain.invoicing.models import Invoice, InvoiceDocument
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId


def document(organization: OrganizationId, *, invoice: UUID, at: datetime, actor: Actor = SYSTEM) -> InvoiceDocument:
    """The invoice's PDF: the stored one, or made now and stored with its e-invoices (XB-20, NUM-2).

    Two at once store one and both return it. The logo is the organization's when the document is made, which is right
    after issue. Queues the e-invoice for sending where the buyer gets one (EIN-3). Records `InvoiceDocumented` when it
    was made now. Raises `Invoice.DoesNotExist`, for one whose content was erased in time, too: it is not made anew.
    """
    with within(organization):
        stored = InvoiceDocument.objects.filter(organization_id=organization, invoice_id=invoice, kind=PDF)
        if found := stored.first():
            return found
        # Rendering costs more than waiting: who comes second waits for the first one's commit and finds its document.
        kept = Invoice.objects.filter(organization_id=organization, content_erased_on=None)
        issued = kept.select_for_update(no_key=True).get(id=invoice)
        if found := stored.first():
            return found
        made = _stored(organization, issued, at)
        fact = InvoiceDocumented(
            account=issued.account_id, invoice=invoice, number=issued.number, sha256=made[PDF].sha256
        )
        record(organization, fact=fact, actor=actor, at=at)
        dispatch(organization, invoice=invoice, snapshot=issued.snapshot, made=tuple(made), at=at)
    return made[PDF]


def electronic_document(organization: OrganizationId, *, invoice: UUID, at: datetime) -> InvoiceDocument:
    """The e-invoice in the preferred format: the stored one, or made now for an invoice from before there were any.

    One that is made later is not sent. A buyer whom no network reaches has the European core invoice. Raises
    `Invoice.DoesNotExist`.
    """
    document(organization, invoice=invoice, at=at)
    with within(organization):
        issued = Invoice.objects.select_for_update(no_key=True).get(organization_id=organization, id=invoice)
        others = InvoiceDocument.objects.filter(organization_id=organization, invoice_id=invoice).exclude(kind=PDF)
        found = {each.kind: each for each in others} or _stored(organization, issued, at, without=PDF)
    wanted = [kind for kind in ("bis3", "oioubl", CORE) if kind in found]
    return found[wanted[0]]


def _stored(
    organization: OrganizationId, issued: Invoice, at: datetime, *, without: str = ""
) -> dict[str, InvoiceDocument]:
    logo, owner = organizations.logo(organization), organizations.get(organization)
    made = bundle(issued.snapshot, logo=bytes(logo.png) if logo else None, formats=owner.choice("einvoice_formats"))
    rows = {
        kind: InvoiceDocument(
            organization_id=organization,
            invoice_id=issued.id,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            created_at=at,
        )
        for kind, content in made.items()
        if kind != without
    }
    InvoiceDocument.objects.bulk_create(rows.values())
    return rows
