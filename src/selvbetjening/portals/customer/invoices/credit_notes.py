"""A credit note and its PDF; and what stands to the account's good (XB-22)."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.queries import electronic
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments import queries as payments
from selvbetjening.kernel import clock
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.invoices.shown import e_invoice_words, lines_of
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.VIEW_INVOICES)
@require_safe
def credit_note(request: VisitorRequest, credit_note: UUID) -> HttpResponse:
    """Which invoice it amends, why, its lines, and what is left to use of it."""
    try:
        found = invoicing.credit_note(
            request.organization_id, account=request.visitor.account.id, credit_note=credit_note
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    context = {
        "note": found,
        "lines": lines_of(found),
        "e_invoice": e_invoice_words(electronic.delivery_of_note(request.organization_id, credit_note=found.id)),
        "net": Money(found.net_minor, found.currency),
        "vat": Money(found.vat_minor, found.currency),
    }
    return render(request, "customer/credit_note.html", context)


@requires(permissions.DOWNLOAD_INVOICES)
@require_safe
def pdf(request: VisitorRequest, credit_note: UUID) -> HttpResponse:
    """The stored bytes of the credit note; made and stored now if they are not yet (XB-20)."""
    organization = request.organization_id
    try:
        found = invoicing.credit_note(organization, account=request.visitor.account.id, credit_note=credit_note)
        stored = document_credit_note(organization, credit_note=found.id, at=clock.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    word = "credit-note" if found.language == "en" else "kreditnota"
    headers = {
        "Content-Disposition": f'attachment; filename="{word}-{found.number}.pdf"',
        "ETag": f'"{stored.sha256}"',
    }
    return HttpResponse(bytes(stored.content), content_type="application/pdf", headers=headers)


@requires(permissions.VIEW_INVOICES)
@require_safe
def balance(request: VisitorRequest) -> HttpResponse:
    """What stands to the good, where it came from, where it went, and how it will be used (XB-22)."""
    organization, account = request.organization_id, request.visitor.account.id
    context = {
        "amounts": payments.balance(organization, account=account),
        "goods": payments.good_of(organization, account=account),
        "spent": payments.spent_of(organization, account=account),
        "refunds": payments.refunds_of(organization, account=account),
    }
    return render(request, "customer/balance.html", context)
