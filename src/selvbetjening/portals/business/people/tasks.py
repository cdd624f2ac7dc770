"""What waits for an Access Manager's answer: requests for access, new managers, changed identities, weaker rules."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.actions.answer_task import answer_task
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries.asked import asked as content_of
from selvbetjening.domain.access.queries.asked import digest
from selvbetjening.domain.access.queries.people import names
from selvbetjening.domain.access.queries.tasks import get_task, open_tasks
from selvbetjening.kernel import clock
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.people.asked import rows_of
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.portals.gate import requires

KINDS: Final[dict[str, Promise]] = {
    "request_access": _("Access to a solution"),
    "promote": _("A new Access Manager"),
    "same_person": _("Is it the same person?"),
    "external_managers": _("External partners as Access Managers"),
    "weaken_policy": _("A weaker rule"),
    "open_production": _("Production of My File Transfer"),
}
#: Kinds whose answer is confirmed with MitID (annex B, BP-08).
_WITH_MITID: Final = {"promote": "managers", "same_person": "managers", "external_managers": "policies",
                      "weaken_policy": "policies", "open_production": "policies"}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A task in words."""

    row: Any
    kind: str
    about: str
    subject: str
    asked_by: str
    claimed: str


class AnswerForm(forms.Form):
    """Yes or no, with a few words for a no."""

    answer = forms.CharField(label=_("A few words to the person"), max_length=300, required=False)


@requires(MANAGE)
@require_safe
def tasks(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The oldest first."""
    rows = open_tasks(request.acting.here, at=clock.now())
    context = {"rows": _shown(request, rows)}
    return page(request, "business/people/tasks.html", title=gettext("Requests"), **context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: CompanyRequest, organization: UUID, task: UUID) -> HttpResponse:
    """One press for a request of access; the graver ones want MitID afresh, and another person than who asked.

    The press carries the digest of what the page showed: where that has changed meanwhile the answer is 409 and the
    content as it is now, and nothing is approved (SEC-31, SEC-32).
    """
    me, here = own(request), request.acting.here
    row = get_task(here, task=task)
    if row is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    needed = _WITH_MITID.get(str(row.kind))
    if request.method == "POST" and needed and (asked := stepping_up.needs(request, needed)) is not None:
        return asked
    if request.method == "POST" and attempt(
        form,
        lambda values: answer_task(
            here,
            task=row.id,
            approve="approve" in request.POST,
            by=me,
            at=clock.now(),
            answer=values["answer"],
            shown=request.POST.get("shown", ""),
        ),
    ):
        return saved(request, reverse("business:tasks", args=[here]), gettext("Answered."))
    fresh = get_task(here, task=task) or row
    shown, seal = _shown(request, [fresh])[0], digest(here, task=fresh)
    context = {"shown": shown, "form": form, "rows": rows_of(content_of(here, task=fresh)), "seal": seal}
    response = page(
        request, "business/people/task.html", title=shown.kind, back=reverse("business:tasks", args=[here]), **context
    )
    if "approve" in request.POST and request.POST.get("shown", "") != seal:
        response.status_code = 409
    return response


def _shown(request: CompanyRequest, rows: Any) -> list[Shown]:
    asked_by = names(request.acting.here, ids={row.asked_by_id for row in rows if row.asked_by_id})
    return [
        Shown(
            row,
            str(KINDS[row.kind]),
            row.about.full_name if row.about else "",
            name_of(row.subject) if row.kind == "request_access" else "",
            asked_by.get(row.asked_by_id, ""),
            row.wanted.get("name", "") if row.kind == "same_person" else "",
        )
        for row in rows
    ]
