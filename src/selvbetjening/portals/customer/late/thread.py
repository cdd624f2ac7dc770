"""A dispute's thread: read it, write in it, take it back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.actions.close_dispute import withdraw_dispute
from selvbetjening.domain.payments.actions.write_in_dispute import write_in_dispute
from selvbetjening.domain.payments.queries.disputes import Dispute, dispute_file
from selvbetjening.domain.payments.rules.disputes import DisputeRefused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.late.forms import MessageForm
from selvbetjening.portals.customer.late.found import own_dispute
from selvbetjening.portals.customer.late.words import REASONS, REFUSED, STATES
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.VIEW_INVOICES)
@require_safe
def thread(request: VisitorRequest, dispute: UUID) -> HttpResponse:
    """What it is about, what was said, and how it ended."""
    return _page(request, own_dispute(request, dispute), MessageForm())


@requires(permissions.DISPUTE_INVOICE)
@require_POST
def write(request: VisitorRequest, dispute: UUID) -> HttpResponse:
    """Add a message, and files."""
    found = own_dispute(request, dispute)
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            write_in_dispute(
                request.organization_id,
                dispute=found.id,
                account=request.visitor.account.id,
                author="customer",
                text=form.cleaned_data["text"],
                files=form.cleaned_data["attached"],
                actor=request.visitor.actor,
                at=clock.now(),
            )
        except DisputeRefused as refused:
            form.refuse(refused.reason)
        else:
            messages.success(request, _("Your message is sent."))
            return HttpResponseRedirect(reverse("customer:dispute", args=[found.id]))
    return _page(request, found, form)


@requires(permissions.DISPUTE_INVOICE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: VisitorRequest, dispute: UUID) -> HttpResponse:
    """Take it back: GET says what that means."""
    found = own_dispute(request, dispute)
    back = HttpResponseRedirect(reverse("customer:dispute", args=[found.id]))
    if request.method == "POST":
        try:
            withdraw_dispute(
                request.organization_id,
                account=request.visitor.account.id,
                dispute=found.id,
                actor=request.visitor.actor,
                at=clock.now(),
            )
        except DisputeRefused as refused:
            messages.warning(request, str(REFUSED[refused.reason]))
        else:
            messages.success(request, _("Your dispute is taken back. The amount is to be paid as before."))
        return back
    if not found.is_live:
        messages.warning(request, str(REFUSED["closed"]))
        return back
    return render(request, "customer/invoices/dispute_withdraw.html", {"dispute": found})


@requires(permissions.VIEW_INVOICES)
@require_safe
def file(request: VisitorRequest, file: UUID) -> HttpResponse:
    """A file of the visitor's own dispute, to be kept and never shown by the browser as a page (SEC-85)."""
    try:
        found = dispute_file(request.organization_id, file=file, account=request.visitor.account.id)
    except ObjectDoesNotExist:
        raise Http404 from None
    disposition = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    return HttpResponse(
        bytes(found.content), content_type=found.content_type, headers={"Content-Disposition": disposition}
    )  # fmt: skip


def _page(request: VisitorRequest, found: Dispute, form: MessageForm) -> HttpResponse:
    context = {
        "dispute": found,
        "form": form,
        "reason": REASONS[found.reason],
        "state": STATES[found.state],
        "may_write": found.is_live and bool(request.visitor.may(permissions.DISPUTE_INVOICE)),
    }
    return render(request, "customer/invoices/dispute_thread.html", context)
