"""Log ud: here first, and then, as a choice, at MitID's broker, too (BP-07). It works when the broker is down."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.identity.queries.broker_logout import broker_logout_url
from selvbetjening.domain.organizations.queries import business_origin
from selvbetjening.portals.business.requests import BusinessRequest
from selvbetjening.portals.gate import public
from selvbetjening.portals.leading import leads_to_login


@public
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: BusinessRequest) -> HttpResponse:
    """A get asks; a post ends this browser's session, also one that is over already.

    With `broker` the browser goes on to the broker's own way out and comes back here; where there is none, or it does
    not answer, this browser is logged out all the same.
    """
    if request.method != "POST":
        if request.proven is None and request.operator is None:
            return HttpResponseRedirect(reverse("business:login"))
        response = render(request, "business/login/logout.html", {"offers": bool(_onward(request))})
        leads_to_login(response)
        return response
    onward = _onward(request) if "broker" in request.POST else None
    request.session.flush()
    response = HttpResponseRedirect(onward or f"{reverse('business:login')}?farvel=1")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _onward(request: BusinessRequest) -> str | None:
    """The broker's way out, asked while the session still knows it. It leads back to the bare login page: brokers
    compare the address with the one that they were told.
    """
    if request.proven is None:
        return None
    back_to = f"{business_origin()}{reverse('business:login')}"
    return broker_logout_url(digest=request.session.digest, back_to=back_to)
