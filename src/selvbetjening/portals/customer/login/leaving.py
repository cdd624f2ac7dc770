"""Log ud, here and everywhere (LG-13, SEC-134)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.portals import sessions
from selvbetjening.portals.customer.requests import HouseRequest, VisitorRequest
from selvbetjening.portals.gate import logged_in, public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HouseRequest) -> HttpResponse:
    """A get asks where to log out; a post ends this browser's session, also one that is over already."""
    if request.method == "POST":
        sessions.log_out(request)
        return _goodbye()
    if request.visitor is None and not request.proven:
        return HttpResponseRedirect(reverse("customer:login"))
    return render(request, "customer/login/logout.html")


@logged_in
@require_POST
def logout_everywhere(request: VisitorRequest) -> HttpResponse:
    """End every session of this recipient: the next request of each is a stranger's."""
    sessions.log_out_everywhere(request, recipient=request.visitor.recipient.id)
    return _goodbye()


def _goodbye() -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('customer:login')}?farvel=1")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
