"""Log ud: here first, and then, as a choice, at MitID's broker, too (BP-07). It works when the broker is down."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from selvbetjening.portals.business.requests import BusinessRequest
from selvbetjening.portals.gate import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: BusinessRequest) -> HttpResponse:
    """A get asks; a post ends this browser's session, also one that is over already."""
    if request.method != "POST":
        if request.proven is None and request.operator is None:
            return HttpResponseRedirect(reverse("business:login"))
        return render(request, "business/login/logout.html")
    request.session.flush()
    response = HttpResponseRedirect(f"{reverse('business:login')}?farvel=1")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
