"""One invoice, and its PDF."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.billing.queries.charged_by_card import charged_by_card
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.queries import electronic
from selvbetjening.domain.invoicing.queries.corrections import correction_of
from selvbetjening.domain.invoicing.queries.explanations import sentences_of
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments import queries as payments
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.owing import OpenItem
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
from selvbetjening.portals.customer.paying.debited import through_bank
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
    today = clock.today()
    late = late_of(request, found, today=today)
    items = open_items(organization, account=found.account_id)
    item, through = items.get(found.id), through_bank(organization, invoices=[found.id], items=items, at=clock.now())
    debit = through.of(found.id)
    charge = (
        charged_by_card(organization, account=found.account_id, items=[item], today=today).get(found.id)
        if item
        else None
    )
    context = {
        "late": late,
        "charge": charge,
        "by_itself": charge is not None and charge.is_promised,
        "debit": debit,
        "failed": through.failed.get(found.id, "") if item else "",
        "pay": Offer(request).href(found.id, late.due.now) if debit is None or debit.is_open else "",
        "may_retry": may_retry(request, found),
        "row": _row(found, item, today),
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


def _row(found: invoicing.Invoice, item: OpenItem | None, today: date) -> Shown:
    """The invoice with the badge of what it waits for, as in the list, and the day that counts now."""
    row = shown(found, today=today)
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
