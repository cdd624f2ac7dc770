"""See and correct the billing details."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.actions.update_billing_details import update_billing_details
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.details.forms import COUNTRIES, LANGUAGES, DetailsForm, fields_of, initial
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
        "billing": account.billing_address if account.billing_address_line else None,
    }
    return render(request, "customer/details.html", context)


@requires(permissions.UPDATE_BILLING_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: VisitorRequest) -> HttpResponse:
    """Name, addresses and language."""
    return _part(request, permissions.UPDATE_BILLING_DETAILS, title=_("Correct my details"))


@requires(permissions.UPDATE_TAX_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_numbers(request: VisitorRequest) -> HttpResponse:
    """CVR, VAT and EAN number of a company or an institution: wrong ones are warned of and saved (XB-27)."""
    return _part(request, permissions.UPDATE_TAX_DETAILS, title=_("Correct CVR, VAT and EAN number"))


@requires(permissions.UPDATE_REFERENCES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_references(request: VisitorRequest) -> HttpResponse:
    """PO number and reference (XB-44)."""
    return _part(request, permissions.UPDATE_REFERENCES, title=_("Correct PO number and reference"))


def _part(request: VisitorRequest, permission: str, *, title: str) -> HttpResponse:
    """The form of what one permission lets correct. Nothing else is bound (SEC-25)."""
    account = request.visitor.account
    if account.party_type == "consumer" and permission != permissions.UPDATE_BILLING_DETAILS:
        raise Http404
    present = accounts.as_details(request.organization_id, account=account)
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, initial=initial(present), present=present, only=fields_of(permission))
    if request.method != "POST" or not form.is_valid():
        return render(request, "customer/details_edit.html", {"form": form, "account": account, "title": title})
    changed = update_billing_details(
        request.organization_id,
        account=account.id,
        details=form.details(),
        fields=form.own_fields,
        actor=request.visitor.actor,
        at=clock.now(),
    )
    if changed:
        messages.success(request, _("Your details are saved. We have sent a mail about it."))
    else:
        messages.info(request, _("Nothing was changed."))
    for warning in form.warnings:
        messages.warning(request, str(warning))
    return HttpResponseRedirect(reverse("customer:details"))
