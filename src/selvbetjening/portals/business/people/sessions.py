"""A manager ends a user's sessions in the company (SEC-33)."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.end_sessions import end_sessions
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.kernel import clock
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.people.member import found
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """The page says what it leads to; the press counts from the user's next click."""
    row, me = found(request, member), own(request)
    back = reverse("business:member", args=[request.acting.here, member])
    form = Sure(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        form, lambda _values: end_sessions(request.acting.here, membership=row.id, by=me, at=clock.now())
    ):
        return saved(request, back, gettext("The user must log in again."))
    title = gettext("End %(name)s's sessions") % {"name": row.name}
    context = {"row": row, "form": form, "back": back, "press": gettext("End the sessions")}
    return page(request, "business/people/sessions.html", title=title, **context)
