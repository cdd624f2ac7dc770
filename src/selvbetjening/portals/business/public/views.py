"""Pages for anybody (BP-70, BP-80), and what every page shares."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.identity.actions.remember_language import remember_language
from selvbetjening.kernel.colour import ColourRefused, brand
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.business.checking import ANSWERS
from selvbetjening.portals.business.languages import LANGUAGES, keep
from selvbetjening.portals.business.login.asking import to_broker
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import BusinessRequest, CompanyRequest
from selvbetjening.portals.gate import logged_in, public
from selvbetjening.portals.leading import leads_to_login


@public
@require_http_methods(["GET", "HEAD", "POST"])
def requirements(request: BusinessRequest) -> HttpResponse:
    """What it takes to log in; a post goes to MitID and back and says what the login is worth, and nobody is let in."""
    if request.method == "POST":
        return to_broker(request, purpose="check", wanted="")
    answer = request.GET.get("svar", "")
    context = {"answer": answer if answer in ANSWERS else "", "invited": "invitation" in request.GET}
    response = page(request, "business/public/requirements.html", title=gettext("What it takes to log in"), **context)
    leads_to_login(response)
    return response


@public
@require_safe
def accessibility(request: BusinessRequest) -> HttpResponse:
    """Tilgængelighedserklæring (BP-80)."""
    return page(request, "business/public/accessibility.html", title=gettext("Accessibility"))


@public
@require_safe
def privacy(request: BusinessRequest) -> HttpResponse:
    """What is kept of the people who log in, and for how long."""
    return page(request, "business/public/privacy.html", title=gettext("Privacy and cookies"))


@public
@require_POST
def language(request: BusinessRequest) -> HttpResponse:
    """Remember the language in this browser and, for whoever is logged in, for the person (BP-79).

    An unknown one, or a path off this host, is ignored (SEC-138).
    """
    response = HttpResponseRedirect(safe_path(request.POST.get("next", ""), "/"))
    chosen = request.POST.get("language", "")
    if chosen in dict(LANGUAGES):
        keep(response, language=chosen)
        if request.proven is not None:
            remember_language(user=request.proven.user, language=chosen)
    return response


@public
@require_safe
def robots(request: BusinessRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@logged_in
@require_safe
def colour(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The company's colour tokens, so that one sees in whose name one works (BM-10); guarded for contrast (XB-35)."""
    try:
        css = brand(request.acting.organization.brand_colour).css
    except ColourRefused:
        css = ""
    return HttpResponse(css, content_type="text/css; charset=utf-8")
