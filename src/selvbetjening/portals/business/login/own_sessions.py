"""Mine sessioner: one's browsers, and ending one or all others (BP-07, SEC-33)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.identity.actions import keep_business_session as rows
from selvbetjening.domain.identity.queries.business_sessions import browsers_of
from selvbetjening.kernel import clock
from selvbetjening.portals.business.requests import PersonRequest
from selvbetjening.portals.gate import logged_in
from selvbetjening.portals.sessions.business import BUSINESS_ABSOLUTE, BUSINESS_IDLE


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: PersonRequest) -> HttpResponse:
    """The list; a post ends one of them, or all but this one."""
    user, digest = request.proven.user, request.session.digest
    if request.method == "POST":
        if "others" in request.POST:
            rows.remove_others(user=user, digest=digest)
        else:
            rows.remove_own(user=user, session=_id(request.POST.get("end", "")))
        messages.success(request, gettext("Ended."))
        return HttpResponseRedirect(reverse("business:own_sessions"))
    now = clock.now()
    found = browsers_of(user=user, digest=digest, since=now - BUSINESS_IDLE, begun_after=now - BUSINESS_ABSOLUTE)
    return render(request, "business/login/own_sessions.html", {"browsers": found})


@logged_in
@require_POST
def stay(request: PersonRequest) -> HttpResponse:
    """ "Bliv logget ind": the visit itself has been noted at the door; nothing else is to be done (BP-07)."""
    return HttpResponse(status=204)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
