"""The company's accounts: search, pages."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_CUSTOMERS, SELVBETJENING_VIEW
from selvbetjening.domain.accounts import queries
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires

_ROWS: Final = 50


@requires(SELVBETJENING_VIEW)
@require_safe
def accounts(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Accounts by number, name or a recipient's address."""
    words = request.GET.get("q", "")[:120]
    found = queries.search(request.acting.here, words=words)
    context = {
        "page": Paginator(found, _ROWS).get_page(request.GET.get("page")),
        "words": words,
        "may_change": bool(request.acting.may(SELVBETJENING_CUSTOMERS)),
    }
    return page(request, "business/selvbetjening/customers/accounts.html", title=gettext("Accounts"), **context)
