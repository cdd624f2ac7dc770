"""One solution for several users in one go (BP-20)."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.grants import MOST_AT_ONCE, grant_solution
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries.people import MemberRow, members
from selvbetjening.kernel import clock
from selvbetjening.portals.business.asked import asked_words
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.people.forms import ManyGrantsForm
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """All or nobody; `q` finds the users where there are more than the page shows. Managers have everything already."""
    me, acting = own(request), request.acting
    asked = asked_words(request)
    total, rows = _users(request, asked)
    given = request.POST if request.method == "POST" else None
    form = ManyGrantsForm(given, acting=acting, rows=rows, initial={"solution": request.GET.get("loesning", "")})
    if given is not None and attempt(
        form,
        lambda values: grant_solution(
            acting.here,
            memberships=[UUID(each) for each in values["members"]],
            wanted=form.wanted(),
            by=me,
            at=clock.now(),
        ),
    ):
        number = len(form.cleaned_data["members"])
        words = ngettext("%(n)s user has the access now.", "%(n)s users have the access now.", number) % {"n": number}
        return saved(request, reverse("business:members", args=[acting.here]), words)
    context = {
        "form": form if rows else None,
        "asked": asked,
        "left_out": total - len(rows),
        "back": reverse("business:members", args=[acting.here]),
        "press": gettext("Give access"),
    }
    return page(request, "business/people/many.html", title=gettext("Give several users a solution"), **context)


def _users(request: CompanyRequest, asked: str) -> tuple[int, list[MemberRow]]:
    """How many fit, and as many as may be given something at once."""
    return members(
        request.acting.here,
        today=request.acting.today,
        search=asked,
        states=("active", "suspended"),
        role="user",
        limit=MOST_AT_ONCE,
    )
