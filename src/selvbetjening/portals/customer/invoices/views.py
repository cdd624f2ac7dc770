"""One invoice, and its PDF."""

from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.queries import electronic
from selvbetjening.domain.invoicing.queries.corrections import correction_of
from selvbetjening.domain.invoicing.queries.explanations import sentences_of
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments import queries as payments
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.invoices.shown import (
    Shown,
    e_invoice_words,
    lines_of,
    open_badge,
    shown,
    ways_to_pay,
)
from selvbetjening.portals.customer.late.shown import late_of
from selvbetjening.portals.customer.paying.offered import Offer
from selvbetjening.portals.customer.paying.retrying import may_retry
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.withdrawals import entries_for
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language


@requires(permissions.VIEW_INVOICES)
@require_safe
def detail(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """One invoice: lines, VAT, what has been paid, and how to pay the rest."""
    organization = request.organization_id
    try:
        found = invoicing.get(organization, account=request.visitor.account.id, invoice=invoice)
    except ObjectDoesNotExist:
        raise Http404 from None
    late = late_of(request, found, today=clock.today())
    context = {
        "late": late,
        "pay": Offer(request).href(found.id, late.due.now),
        "may_retry": may_retry(request, found),
        "row": _row(request, found),
        "erased_on": found.content_erased_on,
        "lines": lines_of(found),
        "payments": payments.of_invoice(organization, invoice=found.id),
        "credits": payments.credits_on(organization, invoice=found.id),
        "notes": invoicing.credit_notes_on(organization, invoice=found.id),
        "why": sentences_of(organization, invoice=found.id, language=language()),
        "correction": correction_of(organization, invoice=found.id),
        "ways": ways_to_pay(found),
        "e_invoice": e_invoice_words(electronic.delivery_of(organization, invoice=found.id)),
        "withdrawals": entries_for(request, only=[line.subscription_id for line in found.lines.all()]),
    }
    return render(request, "customer/invoice.html", context)


def _row(request: VisitorRequest, found: invoicing.Invoice) -> Shown:
    """The invoice with the badge of what it waits for, as in the list, and the day that counts now."""
    today = clock.today()
    row, item = shown(found, today=today), open_items(request.organization_id, account=found.account_id).get(found.id)
    if item is None:
        return row
    badge, words = open_badge(item, today=today)
    return replace(row, due_on=item.due_on, badge=badge, badge_text=words)


@requires(permissions.DOWNLOAD_INVOICES)
@require_safe
def pdf(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """The stored bytes of the invoice; made and stored now if they are not yet (XB-20)."""
    organization = request.organization_id
    try:
        found = invoicing.get(organization, account=request.visitor.account.id, invoice=invoice)
        stored = document(organization, invoice=found.id, at=clock.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    word = "invoice" if found.language == "en" else "faktura"
    headers = {
        "Content-Disposition": f'attachment; filename="{word}-{found.number}.pdf"',
        "ETag": f'"{stored.sha256}"',
    }
    return HttpResponse(bytes(stored.content), content_type="application/pdf", headers=headers)
