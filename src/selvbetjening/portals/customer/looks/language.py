"""The language switch: a cookie, and back to the same page."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.customer.frame import LANGUAGES
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public

YEAR = 365 * 24 * 3600


@public
@require_POST
def language(request: HouseRequest) -> HttpResponse:
    """Remember the language in this browser. An unknown one, or a path off this host, is ignored (SEC-138)."""
    response = HttpResponseRedirect(safe_path(request.POST.get("next", ""), reverse("customer:overview")))
    chosen = request.POST.get("language", "")
    if chosen in dict(LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=YEAR,
            path="/",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
