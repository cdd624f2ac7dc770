"""An operator comes to act for a company: handed over from the operator's host, with a reason (SEC-34)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.portals.business.login.cookies import is_token
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.refusing import refused
from selvbetjening.portals.business.requests import BusinessRequest
from selvbetjening.portals.gate import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: BusinessRequest, token: str) -> HttpResponse:
    """A get shows a button and changes nothing; the post takes the visit over, once."""
    if request.method != "POST":
        response = page(request, "business/login/operator.html", title=gettext("Act for a company"))
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
    if not is_token(token) or not request.session.take(token):
        return refused(request, "LOGIN-04")
    rotate_token(request)
    return HttpResponseRedirect(reverse("business:start"))
