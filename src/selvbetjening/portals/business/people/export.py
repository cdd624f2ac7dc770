"""The list of everybody with access, as a file (BP-27): with MitID afresh, and the log says that it was taken."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.export import export_overview
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.kernel import clock
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, requires


@requires(MANAGE)
@confirmed_by_mitid("export")
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """A get says what is in it; the post answers with the file, `csv` or `xlsx`."""
    me = own(request)
    if request.method != "POST":
        return page(request, "business/people/export.html", title=gettext("Export users"))
    kind = "xlsx" if request.POST.get("kind") == "xlsx" else "csv"
    made = export_overview(request.acting.here, kind=kind, by=me, at=clock.now())
    response = HttpResponse(made.content, content_type=made.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
