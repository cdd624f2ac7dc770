"""The e-invoice of an invoice or of a credit note, as a file."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document import electronic_document
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.DOWNLOAD_EINVOICE)
@require_safe
def einvoice(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """The stored bytes in the preferred format (EIN-3); made now for an invoice from before there were any."""
    organization = request.organization_id
    try:
        found = invoicing.get(organization, account=request.visitor.account.id, invoice=invoice)
        stored = electronic_document(organization, invoice=found.id, at=clock.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    word = "invoice" if found.language == "en" else "faktura"
    headers = {
        "Content-Disposition": f'attachment; filename="{word}-{found.number}.xml"',
        "ETag": f'"{stored.sha256}"',
    }
    return HttpResponse(bytes(stored.content), content_type="application/xml", headers=headers)


@requires(permissions.DOWNLOAD_EINVOICE)
@require_safe
def credit_note(request: VisitorRequest, credit_note: UUID) -> HttpResponse:
    """The same of a credit note: a public body cannot book a PDF (EIN-1)."""
    organization = request.organization_id
    try:
        found = invoicing.credit_note(organization, account=request.visitor.account.id, credit_note=credit_note)
        stored = document_credit_note(organization, credit_note=found.id, at=clock.now(), kind="xml")
    except ObjectDoesNotExist:
        raise Http404 from None
    word = "credit-note" if found.language == "en" else "kreditnota"
    headers = {
        "Content-Disposition": f'attachment; filename="{word}-{found.number}.xml"',
        "ETag": f'"{stored.sha256}"',
    }
    return HttpResponse(bytes(stored.content), content_type="application/xml", headers=headers)
