"""The solution's first page."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_VIEW
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires


@requires(SELVBETJENING_VIEW)
@require_safe
def start(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Where everything of the solution is; the menu beside it leads there."""
    return page(request, "business/selvbetjening/start.html", title=gettext("Self-service"))
