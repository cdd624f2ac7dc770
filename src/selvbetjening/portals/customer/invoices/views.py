"""The list of invoices, one invoice, and its PDF."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.queries import electronic
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments import queries as payments
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.invoices.shown import e_invoice_words, lines_of, shown
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires

ON_A_PAGE = 25


@requires(permissions.VIEW_INVOICES)
@require_safe
def listing(request: VisitorRequest) -> HttpResponse:
    """Every invoice of the account, newest first, those of ended subscriptions too (XB-15)."""
    organization, account = request.organization_id, request.visitor.account.id
    text = request.GET.get("page", "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    found = invoicing.of_account(organization, account=account, offset=max(wanted - 1, 0) * ON_A_PAGE, limit=ON_A_PAGE)
    page = Paginator(range(found.total), ON_A_PAGE).get_page(wanted)
    if page.number != wanted:
        found = invoicing.of_account(
            organization, account=account, offset=(page.number - 1) * ON_A_PAGE, limit=ON_A_PAGE
        )
    today = clock.today()
    context = {
        "page": page,
        "rows": [shown(invoice, today=today) for invoice in found.rows],
        "open": invoicing.open_of_account(organization, account=account, today=today),
    }
    return render(request, "customer/invoices.html", context)


@requires(permissions.VIEW_INVOICES)
@require_safe
def detail(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """One invoice: lines, VAT, what has been paid, and how to pay the rest."""
    organization = request.organization_id
    try:
        found = invoicing.get(organization, account=request.visitor.account.id, invoice=invoice)
    except ObjectDoesNotExist:
        raise Http404 from None
    context = {
        "row": shown(found, today=clock.today()),
        "lines": lines_of(found),
        "payments": payments.of_invoice(organization, invoice=found.id),
        "e_invoice": e_invoice_words(electronic.delivery_of(organization, invoice=found.id)),
    }
    return render(request, "customer/invoice.html", context)


@requires(permissions.DOWNLOAD_INVOICES)
@require_safe
def pdf(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """The stored bytes of the invoice; made and stored now if they are not yet (XB-20)."""
    organization = request.organization_id
    try:
        found = invoicing.get(organization, account=request.visitor.account.id, invoice=invoice)
    except ObjectDoesNotExist:
        raise Http404 from None
    stored = document(organization, invoice=found.id, at=clock.now())
    word = "invoice" if found.language == "en" else "faktura"
    headers = {
        "Content-Disposition": f'attachment; filename="{word}-{found.number}.pdf"',
        "ETag": f'"{stored.sha256}"',
    }
    return HttpResponse(bytes(stored.content), content_type="application/pdf", headers=headers)
