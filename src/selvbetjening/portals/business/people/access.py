"""Give a user a solution, take it away, or keep what is about to end (BP-20, BP-21, BM-05)."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.actions.grants import grant_solution, remove_solution, renew_grant
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries.people import GrantRow, MemberRow
from selvbetjening.kernel import clock
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved, tried
from selvbetjening.portals.business.people.forms import GrantForm
from selvbetjening.portals.business.people.member import found
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.portals.gate import requires


def _back(request: CompanyRequest, member: UUID) -> str:
    return reverse("business:member", args=[request.acting.here, member])


def _grant(row: MemberRow, grant: UUID) -> GrantRow:
    for each in row.grants:
        if each.id == grant:
            return each
    raise Http404


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """From the user's next request on."""
    row, me, acting = found(request, member), own(request), request.acting
    given = request.POST if request.method == "POST" else None
    form = GrantForm(given, acting=acting, initial={"solution": request.GET.get("loesning", "")})
    if given is not None and attempt(
        form,
        lambda _values: grant_solution(acting.here, memberships=[row.id], wanted=form.wanted(), by=me, at=clock.now()),
    ):
        return saved(request, _back(request, member), gettext("The access is given, and the user is told by mail."))
    title = gettext("Give %(name)s a solution") % {"name": row.name}
    context = {"form": form, "back": _back(request, member), "press": gettext("Give access")}
    return page(request, "business/form.html", title=title, **context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: CompanyRequest, organization: UUID, member: UUID, grant: UUID) -> HttpResponse:
    """At once, in open pages, too; the page says what it leads to."""
    row, me = found(request, member), own(request)
    one = _grant(row, grant)
    form = Sure(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        form, lambda _values: remove_solution(request.acting.here, grant=one.id, by=me, at=clock.now())
    ):
        return saved(request, _back(request, member), gettext("The access is removed."))
    names = {"name": row.name, "solution": name_of(one.solution)}
    title = gettext("Remove %(solution)s from %(name)s") % names
    context = {"row": row, "grant": one, "form": form, "back": _back(request, member), "press": gettext("Remove")}
    return page(request, "business/people/take.html", title=title, **context)


@requires(MANAGE)
@require_POST
def renew(request: CompanyRequest, organization: UUID, member: UUID, grant: UUID) -> HttpResponse:
    """One press: the access goes on for as long as the company's rules say."""
    one, me = _grant(found(request, member), grant), own(request)
    tried(request, lambda: renew_grant(request.acting.here, grant=one.id, by=me, at=clock.now()))
    return HttpResponseRedirect(_back(request, member))
