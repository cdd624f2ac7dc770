"""The language switch: a cookie, and back to the same page."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.customer.frame import LANGUAGES
from selvbetjening.portals.customer.login import cookies
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public


@public
@require_POST
def language(request: HouseRequest) -> HttpResponse:
    """Remember the language in this browser. An unknown one, or a path off this host, is ignored (SEC-138)."""
    response = HttpResponseRedirect(safe_path(request.POST.get("next", ""), reverse("customer:overview")))
    chosen = request.POST.get("language", "")
    if chosen in dict(LANGUAGES):
        cookies.keep_language(response, language=chosen)
    return response
