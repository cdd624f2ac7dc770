"""The company's colours and logo as addresses of its own host (SB-09, SB-10), and a word to crawlers."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.portals.customer.frame import stylesheet
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public

#: The address carries a digest of what it answers with, so a browser never has to ask again.
FOR_EVER: Final = "public, max-age=31536000, immutable"
FOR_AN_HOUR: Final = "public, max-age=3600"


@public
@require_safe
def brand_css(request: HouseRequest) -> HttpResponse:
    """The brand's colour tokens, guarded for contrast (XB-35). Strict content security forbids them in the page."""
    css = stylesheet(request.organization.brand_colour)
    cache = FOR_EVER if "v" in request.GET else FOR_AN_HOUR
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": cache})


@public
@require_safe
def logo(request: HouseRequest) -> HttpResponse:
    """The logo's PNG bytes; 404 when the company has none."""
    digest = request.house.logo
    if not digest:
        raise Http404
    cache = FOR_EVER if "v" in request.GET else FOR_AN_HOUR
    # Mails carry its address, and mail programs on the web load it from pages of theirs (SEC-133's one exception).
    shown_elsewhere = {"Cross-Origin-Resource-Policy": "cross-origin"}
    headers = {"ETag": f'"{digest}"', "Cache-Control": cache, **shown_elsewhere}
    if f'"{digest}"' in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    found = organizations.logo(request.organization_id)
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.png), content_type="image/png", headers=headers)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse(
        "User-agent: *\nDisallow: /\n", content_type="text/plain", headers={"Cache-Control": FOR_AN_HOUR}
    )
