"""The login page and the way to the broker (BP-01)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.identity.actions.begin_login import begin_login
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.domain.identity.queries import brokers
from selvbetjening.kernel import clock
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.kernel.tokens import new_token
from selvbetjening.portals.business.login import cookies
from selvbetjening.portals.business.refusing import minutes_until, refused
from selvbetjening.portals.business.requests import BusinessRequest
from selvbetjening.portals.gate import public
from selvbetjening.portals.leading import leads_to_login
from selvbetjening.portals.network import network
from selvbetjening.ui.components.values import language


@public
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: BusinessRequest) -> HttpResponse:
    """A get shows one button; the post begins the login. Whoever is in already goes straight on."""
    wanted = safe_path(request.POST.get("next", request.GET.get("next", "")), "")
    if request.method == "POST":
        return to_broker(request, purpose="login", wanted=wanted)
    if (request.proven or request.operator) and "igen" not in request.GET:
        return HttpResponseRedirect(wanted or reverse("business:start"))
    context = {"next": wanted, "left": "farvel" in request.GET, "again": "igen" in request.GET}
    response = render(request, "business/login/login.html", context)
    leads_to_login(response)
    return response


def to_broker(request: BusinessRequest, *, purpose: Any, wanted: str, **kept: Any) -> HttpResponse:
    """Begin a login for this purpose and send the browser off; the refusal page where that cannot be done.

    `kept` are `begin_login`'s own: invitation, session_digest, user, action_class, organization, kept, text. The
    request must stand in no transaction, for the broker may be asked over the network (G2).
    """
    broker = brokers.default()
    if broker is None:
        return refused(request, "LOGIN-10")
    secret = new_token()
    try:
        begun = begin_login(
            broker=broker,
            purpose=purpose,
            wanted_path=wanted,
            cookie=secret,
            language=language(),
            network=network(request),
            at=clock.now(),
            **kept,
        )
    except LoginRefused as error:
        return refused(request, error.code, wanted=wanted, minutes=minutes_until(error.again_at, at=clock.now()))
    response = HttpResponseRedirect(begun.url)
    cookies.mark(response, secret=secret)
    return response


def invited(organization: UUID, invitation: UUID) -> dict[str, Any]:
    """What a login that answers an invitation carries along."""
    return {"invitation": (organization, invitation)}
