"""What the company's customers tried: logins with their reasons (SB-24, LG-02), and mails that came back."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.identity.queries.login_rows import login_rows
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.portals.business.asked import asked_words
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.words import MAILS, OUTCOMES, not_taken
from selvbetjening.portals.gate import requires

_ROWS: Final = 50


@requires(SELVBETJENING_SETTINGS)
@require_safe
def logins(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Each request for a login mail, and why none was sent; by address and by what happened."""
    email, outcome = asked_words(request, longest=254), request.GET.get("svar", "")
    outcome = outcome if outcome in OUTCOMES else ""
    found = login_rows(request.acting.here, email=email, outcome=outcome)
    shown = Paginator(found, _ROWS).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "rows": [(row, OUTCOMES.get(row.outcome, row.outcome)) for row in shown],
        "email": email,
        "outcome": outcome,
        "outcomes": [(code, words) for code, words in OUTCOMES.items() if code],
    }
    return page(request, "business/selvbetjening/settings/logins.html", title=gettext("Login log"), **context)


@requires(SELVBETJENING_SETTINGS)
@require_safe
def mails(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Mails that could not be delivered, and how many wait."""
    here = request.acting.here
    shown = Paginator(messaging.failed(here, limit=1000), _ROWS).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "failed": [(mail, MAILS.get(mail.kind, mail.kind), not_taken(mail.last_error)) for mail in shown],
        "waiting": messaging.waiting(here),
    }
    return page(request, "business/selvbetjening/settings/mails.html", title=gettext("Failed mails"), **context)
