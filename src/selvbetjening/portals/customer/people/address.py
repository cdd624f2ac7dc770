"""One's own login address: another one, with a code from both mailboxes (XB-38, SEC-03)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.accounts.actions.change_email import ask, confirm
from selvbetjening.domain.accounts.queries.people import open_email_change
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import language_of
from selvbetjening.portals.customer.login.fresh import fresh
from selvbetjening.portals.customer.people.forms import AddressForm, CodesForm
from selvbetjening.portals.customer.people.words import refusal
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.UPDATE_BILLING_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def change_address(request: VisitorRequest) -> HttpResponse:
    """Ask both mailboxes. Whether the new one is known here is not told (SEC-67)."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask(
                request.organization_id,
                recipient=request.visitor.recipient.id,
                email=form.cleaned_data["email"],
                language=language_of(get_language()),
                actor=request.visitor.actor,
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error("email", refusal(refused.reason))
        else:
            return HttpResponseRedirect(reverse("customer:email_confirm"))
    return render(request, "customer/email_change.html", {"form": form})


@requires(permissions.UPDATE_BILLING_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: VisitorRequest) -> HttpResponse:
    """Two codes, five tries. Afterwards everybody logs in anew, with the new address."""
    me = request.visitor.recipient
    wish = open_email_change(request.organization_id, recipient=me.id, at=clock.now())
    if wish is None:
        return HttpResponseRedirect(reverse("customer:email_change"))
    form = CodesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        codes = {side: form.cleaned_data[side] for side in ("old_code", "new_code")}
        done = confirm(
            request.organization_id, recipient=me.id, actor=request.visitor.actor, at=clock.now(), **codes
        ).result  # fmt: skip
        if done == "done":
            request.session.flush()
            messages.success(request, _("Your address is changed. Log in with the new one."))
            return HttpResponseRedirect(reverse("customer:login"))
        if done == "gone":
            messages.error(request, _("The change could not be made. Start again, or write to us."))
            return HttpResponseRedirect(reverse("customer:email_change"))
        form.add_error(None, _("The codes do not fit. Look them over: the newest mail counts."))
    return render(request, "customer/email_confirm.html", {"form": form, "wish": wish})
