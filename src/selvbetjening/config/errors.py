"""Error pages: plain words, both languages, and a reference (SEC-146). They work when everything else does not.

Inside a portal they stand in its frame, as long as that can be drawn.
"""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from selvbetjening.domain.tenancy.again import collided
from selvbetjening.portals.api.failing import of_status as of_the_api
from selvbetjening.portals.business.failing import error_page as business_error_page
from selvbetjening.portals.customer.failing import error_page


def _page(request: HttpRequest, status: int, *, front_page: bool = True) -> HttpResponse:
    """`front_page` is False on a host that has none: the way there would lead back to this page."""
    if getattr(request, "door", "") == "api":
        return of_the_api(request, status)
    language = translation.get_language() or "da"
    context = {
        "status": status,
        "reference": getattr(request, "reference", ""),
        "language": language,
        "nowhere": not front_page,
    }
    return _framed(request, context, status) or HttpResponse(render_to_string("ui/error.html", context), status=status)


def _framed(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse | None:
    if getattr(request, "door", "") == "business":
        return business_error_page(request, context, status=status)
    return error_page(request, context, status=status) if getattr(request, "organization_id", None) else None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this visitor."""
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old, or that another site sent. Nothing was done; the page says how to go on."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing for this visitor: one page for both (SEC-19)."""
    return _page(request, 404)


def not_open(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A host of ours whose door is not built yet: nothing at any address of it."""
    return _page(request, 404, front_page=False)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """A host that is nobody's. It must run before any middleware of a door, and says nothing of other hosts (LG-06)."""
    with translation.override(translation.get_language_from_request(request)):
        return _page(request, 404, front_page=False)


def too_large(request: HttpRequest) -> HttpResponse:
    """A body that no page of ours asks for. It runs before any middleware of a door."""
    if request.path.startswith("/api/"):
        return of_the_api(request, 413)
    with translation.override(translation.get_language_from_request(request)):
        return _page(request, 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. The reference leads to the log line; nothing of the inside is shown."""
    if collided(error=sys.exc_info()[1]):
        request.collided = True  # type: ignore[attr-defined]
        return busy(request)
    return _page(request, 500)


def busy(request: HttpRequest) -> HttpResponse:
    """Others change the same at this moment, and the database gave this request up. Nothing was kept."""
    response = _page(request, 503)
    response.headers["Retry-After"] = "2"
    return response
