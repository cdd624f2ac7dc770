"""A reminder as it was sent, as a page and as its PDF."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.billing.actions.document_reminder import document_reminder
from selvbetjening.domain.billing.rules.letter import LetterText
from selvbetjening.domain.invoicing.queries import late
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.late.found import own_invoice
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires

_KINDS = ("principal", "disputed", "fees", "interest", "compensation", "total")


@requires(permissions.VIEW_INVOICES)
@require_safe
def letter(request: VisitorRequest, invoice: UUID, reminder: UUID) -> HttpResponse:
    """Everything that the letter said, from what was frozen when it was sent."""
    found = own_invoice(request, invoice)
    sent = _sent(request, found.id, reminder)
    text = LetterText.from_data(sent.snapshot)
    context = {
        "invoice": found.id,
        "erased_on": found.content_erased_on,
        "letter": sent.id,
        "text": text,
        "amounts": {kind: Money(getattr(text, f"{kind}_minor"), text.currency) for kind in _KINDS},
        "way_to_pay": text.way_to_pay.splitlines(),
    }
    return render(request, "customer/invoices/reminder.html", context)


@requires(permissions.DOWNLOAD_INVOICES)
@require_safe
def pdf(request: VisitorRequest, invoice: UUID, reminder: UUID) -> HttpResponse:
    """The stored bytes that went with the mail; made now for a letter from before there were any."""
    sent = _sent(request, own_invoice(request, invoice).id, reminder)
    try:
        stored = document_reminder(request.organization_id, reminder=sent.id, at=clock.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="{sent.file_name}"', "ETag": f'"{stored.sha256}"'}
    return HttpResponse(bytes(stored.content), content_type="application/pdf", headers=headers)


def _sent(request: VisitorRequest, invoice: UUID, reminder: UUID) -> late.Reminder:
    try:
        sent = late.reminder(request.organization_id, reminder=reminder)
    except ObjectDoesNotExist:
        raise Http404 from None
    if sent.invoice_id != invoice or sent.dropped_at is not None:
        raise Http404
    return sent
