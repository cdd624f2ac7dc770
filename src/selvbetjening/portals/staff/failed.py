"""Files that broke at our end after they were accepted: process one once more, or refuse it for good (annex D.1).

No file's content is shown, and none leaves through this page.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.after_failure import NotMended, try_again, turn_down
from selvbetjening.domain.deliveries.documents import status_words
from selvbetjening.domain.deliveries.queries import Delivery, Filters
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.forms import ReasonForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved

_NO: dict[str, Promise] = {"reason": _("Write why."), "not_now": _("The file has been dealt with already.")}
_FAILED = Filters(states=("failed",))


def failed(request: HttpRequest, organization: UUID) -> HttpResponse:
    """The company's files that failed, each with why."""
    with look(request, organization, at_what="failed files") as company:
        found = queries.deliveries(OrganizationId(company.id), filters=_FAILED, limit=500)
        rows = [(row, _why(row)) for row in found]
        title = gettext("Files that failed")
        return page(request, "staff/failed.html", title=title, organization=company, rows=rows)


def failed_file(request: HttpRequest, organization: UUID, delivery: UUID) -> HttpResponse:
    """What became of one file, and both ways on, with the reason that the company reads."""
    back = reverse("admin:failed_files", args=[organization])
    with look(request, organization, at_what="failed files") as company:
        here = OrganizationId(company.id)
        row = queries.delivery(here, delivery=delivery)
        if row is None or row.state != "failed":
            raise Http404
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            act = turn_down if "refuse" in request.POST else try_again
            try:
                act(here, delivery=row.id, reason=form.cleaned_data["reason"], actor=actor_of(request), at=clock.now())
            except NotMended as refused:
                form.add_error("reason", str(_NO[refused.reason]))
            else:
                return saved(request, back)
        title = gettext("Delivery %(number)s failed") % {"number": row.number}
        frame = {"organization": company, "row": row, "why": _why(row), "form": form, "back": back}
        return page(request, "staff/failed_file.html", title=title, **frame)


def _why(row: Delivery) -> str:
    return status_words(status="failed", code=row.code if row.code != "internal" else "")
