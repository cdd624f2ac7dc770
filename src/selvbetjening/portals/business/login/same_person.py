"""Is it the same person? Whoever comes with a new business identity asks the company's managers (BP-09, LOGIN-12)."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.same_person import ask_same_person
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import logged_in, open_when_refused


@logged_in
@open_when_refused("LOGIN-12")
@require_http_methods(["GET", "HEAD", "POST"])
def same_person(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The button of the refusal. Nothing is linked by it: a manager says yes, with MitID afresh (SEC-38)."""
    acting, person = request.acting, request.proven
    asked = None
    if request.method == "POST" and person is not None:
        asked = ask_same_person(acting.here, user=person.user, cvr=person.cvr, email=person.email, at=clock.now())
    if asked is None:
        return HttpResponseRedirect(reverse("business:front", args=[acting.here]))
    title = gettext("The company's Access Managers have been asked")
    return page(request, "business/login/same_person.html", title=title, until=asked.expires_at)
