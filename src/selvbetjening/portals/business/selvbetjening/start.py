"""The solution's first page: what recurs, what is lost, what is owed, what comes."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY, SELVBETJENING_VIEW
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening import figures
from selvbetjening.portals.gate import requires


@requires(SELVBETJENING_VIEW)
@require_safe
def start(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Plots with the table behind each; the menu beside it leads to everything else of the solution."""
    here, today = request.acting.here, request.acting.today
    count, plans = figures.plans(here, today=today)
    last, churn = figures.churn(here, today=today)
    context = {
        "mrr": figures.mrr(here, today=today),
        "count": count,
        "plans": plans,
        "churn": churn,
        "last_month": last.month,
        "last_share": figures.share(last),
        "ages": figures.ages(here, today=today),
        "ahead": figures.ahead(here, today=today),
        "heads": figures.heads(),
        "may_money": bool(request.acting.may(SELVBETJENING_MONEY)),
    }
    return page(request, "business/selvbetjening/start.html", title=gettext("Self-service"), **context)
