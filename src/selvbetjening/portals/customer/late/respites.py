"""More time to pay: "udskyd" and instalments. GET shows what happens, POST does it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.actions.defer import defer
from selvbetjening.domain.payments.actions.make_plan import make_plan
from selvbetjening.domain.payments.queries.respites import Asked, asked, may_defer, may_plan, parts_for
from selvbetjening.domain.payments.rules.respite import NoRespite
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.late.found import own_invoice
from selvbetjening.portals.customer.late.shown import late_of
from selvbetjening.portals.customer.late.words import NO_RESPITE
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.DEFER_INVOICE)
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """Some more days for one invoice."""
    found = own_invoice(request, invoice)
    if request.method == "POST":
        try:
            made = defer(
                request.organization_id,
                account=request.visitor.account.id,
                invoice=found.id,
                today=clock.today(),
                actor=request.visitor.actor,
                at=clock.now(),
            )
        except NoRespite as refused:
            return _refused(request, found.id, refused.reason)
        messages.success(request, _("You have got more time. We have sent a mail about it."))
        return HttpResponseRedirect(reverse("customer:invoice", args=[made.invoice_id]))
    asks = _asked(request, found.id)
    offer = may_defer(request.organization_id, asked=asks)
    if offer.reason:
        return _refused(request, found.id, offer.reason)
    context = {"invoice": found, "pay_by": late_of(request, found, today=clock.today()).pay_by, "offer": offer}
    return render(request, "customer/invoices/defer.html", context)


@requires(permissions.DEFER_INVOICE)
@require_http_methods(["GET", "HEAD", "POST"])
def instalments(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """Choose in how many parts, see them, agree."""
    found = own_invoice(request, invoice)
    asks = _asked(request, found.id)
    offer = may_plan(request.organization_id, asked=asks)
    wanted = (request.POST if request.method == "POST" else request.GET).get("antal", "")
    parts = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 3 else 2
    if request.method == "POST":
        try:
            make_plan(
                request.organization_id,
                account=request.visitor.account.id,
                invoice=found.id,
                parts=parts,
                today=clock.today(),
                actor=request.visitor.actor,
                at=clock.now(),
            )
        except NoRespite as refused:
            return _refused(request, found.id, refused.reason)
        messages.success(request, _("You pay in instalments. We have sent a mail with the days."))
        return HttpResponseRedirect(reverse("customer:invoice", args=[found.id]))
    if offer.reason:
        return _refused(request, found.id, offer.reason)
    parts = min(max(parts, 2), offer.most)
    context = {
        "invoice": found,
        "due": asks.due,
        "chosen": parts,
        "choices": range(2, offer.most + 1),
        "parts": parts_for(request.organization_id, asked=asks, parts=parts),
    }
    return render(request, "customer/invoices/plan.html", context)


def _asked(request: VisitorRequest, invoice: UUID) -> Asked:
    return asked(
        request.organization_id,
        owner=request.organization,
        account=request.visitor.account.id,
        invoice=invoice,
        today=clock.today(),
    )


def _refused(request: VisitorRequest, invoice: UUID, reason: str) -> HttpResponse:
    """Back to the invoice, with the reason in words."""
    messages.warning(request, str(NO_RESPITE[reason]))
    return HttpResponseRedirect(reverse("customer:invoice", args=[invoice]))
