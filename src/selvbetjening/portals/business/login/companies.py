"""Which company one acts for: straight in where there is one, else a choice (BP-02, BP-06, SEC-17)."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.business.noting import noted
from selvbetjening.portals.business.refusing import refused
from selvbetjening.portals.business.requests import BusinessRequest, PersonRequest, Proven
from selvbetjening.portals.gate import logged_in, public


@dataclass(frozen=True)
class Workplace:
    """One company of the person; `refused` is why nothing opens there today."""

    id: UUID
    name: str
    cvr: str
    role: str
    refused: str


@public
@require_safe
def start(request: BusinessRequest) -> HttpResponse:
    """The bare address: to the login, into the only company, or to the choice."""
    if request.operator is not None:
        return HttpResponseRedirect(reverse("business:front", args=[request.operator.organization]))
    if request.proven is None:
        return HttpResponseRedirect(reverse("business:login"))
    mine = access.companies_of(user=request.proven.user, cvr=request.proven.cvr)
    if len(mine) == 1:
        return HttpResponseRedirect(reverse("business:front", args=[mine[0].organization]))
    return HttpResponseRedirect(reverse("business:companies"))


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def companies(request: PersonRequest) -> HttpResponse:
    """The person's companies; a press goes into one, under a new session key (annex A.4)."""
    mine = access.companies_of(user=request.proven.user, cvr=request.proven.cvr)
    if request.method == "POST":
        chosen = next((one for one in mine if str(one.organization) == request.POST.get("company")), None)
        if chosen is None:
            raise Http404
        request.session.cycle_key()
        rotate_token(request)
        return HttpResponseRedirect(reverse("business:front", args=[chosen.organization]))
    if not mine:
        return _nowhere(request)
    found = [workplace(request.proven, one) for one in mine]
    context = {"companies": sorted(found, key=lambda one: one.name.casefold()), "externals": len(mine) > 1}
    return render(request, "business/login/companies.html", context)


def workplace(person: Proven, one: access.CompanyOf) -> Workplace:
    """The company as its own rows tell it, in a transaction of its own."""
    with within(one.organization):
        company = organizations.get(one.organization)
        standing = access.standing(one.organization, user=person.user, cvr=person.cvr, today=clock.today())
        refusal = standing.refused if standing else "LOGIN-07"
        return Workplace(one.organization, company.name, company.cvr, one.role, refusal)


def _nowhere(request: PersonRequest) -> HttpResponse:
    """Nobody has added this person: to the company with her number, or the word that there is none (BP-05)."""
    own = access.company_with_cvr(cvr=request.proven.cvr, at=clock.now()) if request.proven.cvr else []
    if own:
        return HttpResponseRedirect(reverse("business:front", args=[own[0]]))
    noted(request, "LOGIN-05")
    return refused(request, "LOGIN-05", cvr=request.proven.cvr)
