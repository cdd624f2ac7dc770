"""Sign up: behind a spent sign-up link, and only while the company allows it (SB-12, LG-11)."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.accounts.actions.open_account import sign_up
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.customer.login.asking import NEW
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.customer.signup.forms import ADDRESS_WORDS, PartyForm, SignupForm
from selvbetjening.portals.customer.words import PARTY_TYPES
from selvbetjening.portals.gate import public
from selvbetjening.portals.sessions import log_in
from selvbetjening.ui.components.values import language

#: Where the login door leaves the proven address after a spent sign-up link.
EMAIL: Final = "signup_email"
#: And the page that was wanted before the login, for after the sign-up (XB-18).
WANTED: Final = "signup_wanted"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HouseRequest) -> HttpResponse:
    """The party type first, then the details; nothing exists before a valid form is posted."""
    email = request.session.get(EMAIL)
    if request.visitor is not None:
        return HttpResponseRedirect(reverse("customer:overview"))
    if email is None or request.house.closed:
        return HttpResponseRedirect(f"{reverse('customer:login')}?{NEW}=1")
    if permissions.CREATE_ACCOUNT not in request.house.scope.allowed_acts:
        raise Http404
    party_type = ADDRESS_WORDS.get(request.GET.get("kundetype", ""))
    if party_type is None:
        form = PartyForm(request.GET if "kundetype" in request.GET or "videre" in request.GET else None)
        return render(request, "customer/signup_party.html", {"form": form, "email": email})
    return _details(request, email=email, party_type=party_type)


def _details(request: HouseRequest, *, email: str, party_type: str) -> HttpResponse:
    form = SignupForm(
        request.POST if request.method == "POST" else None,
        party_type=party_type,
        initial={"country": "DK", "language": language()},
    )
    if request.method == "POST" and form.is_valid():
        return _open(request, form=form, email=email)
    context = {"form": form, "email": email, "party_type": PARTY_TYPES[party_type]}
    return render(request, "customer/signup_details.html", context)


def _open(request: HouseRequest, *, form: SignupForm, email: str) -> HttpResponse:
    wanted = safe_path(str(request.session.get(WANTED) or ""), "")
    request.session.flush()
    try:
        opened = sign_up(
            request.organization_id,
            details=form.details(),
            recipient_name=form.recipient_name,
            email=email,
            actor=Actor("system", "signup"),
            at=clock.now(),
        )
    except Refused as refused:
        if refused.reason != "email_known":
            raise
        return HttpResponseRedirect(reverse("customer:login"))
    log_in(request, recipient=opened.recipient.id)
    messages.success(request, _("Welcome. Your account is open."))
    for warning in form.warnings:
        messages.warning(request, str(warning))
    orders = permissions.CREATE_SUBSCRIPTION in request.house.scope.allowed_acts
    return HttpResponseRedirect(wanted or reverse("customer:new" if orders else "customer:overview"))
