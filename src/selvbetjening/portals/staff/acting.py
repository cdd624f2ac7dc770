"""An operator acts for a company: says why, and goes over to the business portal by a link that works once (SEC-34)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.organizations.actions.note_operator import note_operator
from selvbetjening.domain.organizations.queries import business_origin
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sessions.business import hand_over
from selvbetjening.portals.staff.forms import ReasonForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import attempt, page


def act_for(request: HttpRequest, organization: UUID) -> HttpResponse:
    """The reason stands in the company's own log before the link is shown; the link is a page's, never a redirect's."""
    here, actor, reasons = OrganizationId(organization), actor_of(request), []

    def visit(values: dict[str, Any]) -> None:
        reasons.append(note_operator(here, reason=values["reason"], actor=actor, at=clock.now()))

    with look(request, organization, at_what="visit") as company:
        form = ReasonForm(request.POST if request.method == "POST" else None)
        context: dict[str, Any] = {"organization": company, "back": reverse("admin:organization", args=[organization])}
        if request.method == "POST" and attempt(form, visit):
            token = hand_over(operator=int(actor.id), organization=organization, reason=reasons[0])
            context["link"] = f"{business_origin()}/operatoer/{token}/"
        else:
            context["form"] = form
        response = page(request, "staff/act_for.html", title=gettext("Act for this company"), **context)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
