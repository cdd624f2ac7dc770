"""What a company's customers tried: logins with their reasons (SB-24, LG-02), and mails that came back."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.looking import look
from selvbetjening.portals.staff.pages import page
from selvbetjening.portals.staff.words import MAILS, OUTCOMES

_ROWS = 50


def logins(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Each request for a login mail, and why none was sent."""
    with look(request, organization, at_what="login log") as company:
        found = LoginRequest.objects.filter(organization_id=organization).order_by("-requested_at")
        shown = Paginator(found, _ROWS).get_page(request.GET.get("page"))
        rows = [(row, OUTCOMES.get(row.outcome, row.outcome)) for row in shown]
        return page(
            request, "staff/logins.html", title=gettext("Login log"), organization=company, rows=rows, shown=shown
        )


def mails(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Mails that could not be delivered, and how many wait."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="failed mails") as company:
        return page(
            request,
            "staff/mails.html",
            title=gettext("Failed mails"),
            organization=company,
            failed=[(mail, MAILS.get(mail.kind, mail.kind)) for mail in messaging.failed(here)],
            waiting=messaging.waiting(here),
        )
