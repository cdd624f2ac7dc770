"""See and correct the billing details."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.actions.update_billing_details import update_billing_details
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.details.forms import COUNTRIES, LANGUAGES, DetailsForm, initial
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.words import PARTY_TYPES
from selvbetjening.portals.gate import logged_in, requires


@logged_in
@require_safe
def details(request: VisitorRequest) -> HttpResponse:
    """What we know of the customer."""
    account = request.visitor.account
    context = {
        "account": account,
        "party_type": PARTY_TYPES[account.party_type],
        "language": dict(LANGUAGES)[account.language],
        "country": dict(COUNTRIES).get(account.country, account.country),
    }
    return render(request, "customer/details.html", context)


@requires(permissions.UPDATE_BILLING_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: VisitorRequest) -> HttpResponse:
    """The form. Party type and CVR of a consumer are not the form's to change (SEC-25)."""
    account = request.visitor.account
    present = accounts.as_details(request.organization_id, account=account)
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initial=initial(present),
        party_type=account.party_type,
        country=account.country,
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "customer/details_edit.html", {"form": form, "account": account})
    wanted = form.details()
    if "cvr" not in form.fields:
        wanted = replace(wanted, cvr=present.cvr)
    changed = update_billing_details(
        request.organization_id, account=account.id, details=wanted, actor=request.visitor.actor, at=clock.now()
    )
    if changed:
        messages.success(request, _("Your details are saved. We have sent a mail about it."))
    else:
        messages.info(request, _("Nothing was changed."))
    for warning in form.warnings:
        messages.warning(request, str(warning))
    return HttpResponseRedirect(reverse("customer:details"))
