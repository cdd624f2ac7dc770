"""An invitation to an account: opening it does nothing, its button accepts it (SEC-58, SEC-67)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.accounts.actions.invite import accept
from selvbetjening.domain.accounts.queries.people import invitation_with
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.rules.limits import REDEMPTIONS
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.login import cookies
from selvbetjening.portals.customer.login.answers import too_many
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network


@public
@require_safe
def opened(request: HouseRequest, token: str) -> HttpResponse:
    """Move the token from the address into a short-lived cookie and go to a clean address."""
    response = HttpResponseRedirect(reverse("customer:invitation_answer"))
    response.headers["Referrer-Policy"] = "no-referrer"
    cookies.keep_link(response, link=cookies.Opened(token if cookies.is_token(token) else "", None))
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HouseRequest) -> HttpResponse:
    """Who invites to what, and the button that says yes. Whoever does not want to does nothing."""
    at, token = clock.now(), cookies.opened(request).token
    found = invitation_with(request.organization_id, token=token, at=at) if token else None
    reason = "" if found else "gone"
    if request.method == "POST" and found:
        if again_at := count_up(request.organization_id, limit=REDEMPTIONS, subject=network(request), at=at):
            return too_many(request, again_at=again_at)
        try:
            accept(request.organization_id, token=token, at=at)
        except Refused as refused:
            reason = refused.reason
        else:
            messages.success(request, _("You are on the account now. Log in with your e-mail address."))
            accepted = HttpResponseRedirect(reverse("customer:login"))
            cookies.forget(accepted)
            return accepted
    context = {"invitation": found, "account": found.account if found else None, "reason": reason}
    response = render(request, "customer/login/invitation.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
