"""Dispute one line of an invoice."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.actions.open_dispute import open_dispute
from selvbetjening.domain.payments.queries.disputes import disputable
from selvbetjening.domain.payments.rules.disputes import DisputeRefused
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_money
from selvbetjening.portals.customer.late.forms import DisputeForm
from selvbetjening.portals.customer.late.found import own_invoice
from selvbetjening.portals.customer.late.words import REFUSED
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language


@requires(permissions.DISPUTE_INVOICE)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """Which line, what is wrong, files; then nothing of it is reminded or collected until it is settled (CM-06)."""
    found = own_invoice(request, invoice)
    lines = [
        (str(each.line.id), f"{each.line.text}: {format_money(each.amount, language())}")
        for each in disputable(request.organization_id, invoice=found)
        if not each.disputed_before
    ]
    if not lines:
        messages.warning(request, str(REFUSED["nothing_left"]))
        return HttpResponseRedirect(reverse("customer:invoice", args=[found.id]))
    sent = request.method == "POST"
    form = DisputeForm(request.POST if sent else None, request.FILES if sent else None, lines=lines)
    if sent and form.is_valid():
        try:
            made = open_dispute(
                request.organization_id,
                account=request.visitor.account.id,
                line=UUID(form.cleaned_data["line"]),
                reason=form.cleaned_data["reason"],
                text=form.cleaned_data["text"],
                files=form.cleaned_data["attached"],
                actor=request.visitor.actor,
                at=clock.now(),
            )
        except (DisputeRefused, ObjectDoesNotExist) as refused:
            form.refuse(getattr(refused, "reason", "nothing_left"))
        else:
            messages.success(request, _("We have got your dispute. You have our answer by mail."))
            return HttpResponseRedirect(reverse("customer:dispute", args=[made.id]))
    return render(request, "customer/invoices/dispute.html", {"invoice": found, "form": form})
