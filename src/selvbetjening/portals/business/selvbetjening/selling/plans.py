"""The company's plans: found, and offered in the portal or not, straight in the list (SB-13 to SB-15)."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_PLANS, SELVBETJENING_VIEW
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.actions.switch_self_service import disable, enable
from selvbetjening.domain.invoicing.queries.rates import rate_in_force
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.asked import asked_words
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.selling.price_words import conditions, other_rate, price
from selvbetjening.portals.gate import requires

_ROWS: Final = 50
#: In the address → what the query calls it, and in words.
STATES: Final = {
    "i-portalen": ("offered", _("In the portal")),
    "lukket": ("closed", _("Not in the portal")),
    "uden-priser": ("unpriced", _("Without terms")),
}


@requires(SELVBETJENING_VIEW)
@require_safe
def plans(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The plans with their terms. After a press `skiftet` names the plan, so that it can be taken back at once."""
    here = request.acting.here
    words, state = asked_words(request), request.GET.get("tilstand", "")
    found = catalog.search(here, words=words, state=STATES[state][0] if state in STATES else "")
    shown = Paginator(found, _ROWS).get_page(request.GET.get("page"))
    rate = rate_in_force(here, on=request.acting.today)
    rows = [
        (plan, [(terms, price(terms), conditions(terms), other_rate(terms, rate)) for terms in plan.terms.all()])
        for plan in shown
    ]
    context = {
        "rows": rows,
        "page": shown,
        "words": words,
        "state": state,
        "states": [(code, label) for code, (_state, label) in STATES.items()],
        "switched": _switched(here, request.GET.get("skiftet", "")),
        "asked": _asked(request.GET),
        "may_change": request.acting.holds(SELVBETJENING_PLANS),
    }
    return page(request, "business/selvbetjening/selling/plans.html", title=gettext("Plans"), **context)


@requires(SELVBETJENING_PLANS)
@require_POST
def plan_switch(request: CompanyRequest, organization: UUID, plan: UUID) -> HttpResponse:
    """Offer the plan in the portal (`on` is 1) or stop it; pressed twice is as pressed once (SB-14)."""
    here = request.acting.here
    plan_of(here, plan)
    switch = enable if request.POST.get("on") == "1" else disable
    switch(here, plan=plan, actor=request.acting.actor, at=clock.now())
    back = QueryDict(_asked(request.GET), mutable=True)
    back["skiftet"] = str(plan)
    return HttpResponseRedirect(f"{reverse('business:sb_plans', args=[here])}?{back.urlencode()}")


def plan_of(organization: OrganizationId, plan: UUID) -> catalog.Plan:
    """The company's plan with its terms. Raises Http404."""
    try:
        return catalog.plan(organization, plan=plan)
    except catalog.Plan.DoesNotExist:
        raise Http404 from None


def _switched(organization: OrganizationId, named: str) -> catalog.Plan | None:
    """The plan that was switched by the press before this page."""
    try:
        return plan_of(organization, UUID(named))
    except (ValueError, Http404):
        return None


def _asked(values: QueryDict) -> str:
    """What the list is filtered by, for an address that leads back to the same list."""
    kept = QueryDict(mutable=True)
    for name in ("q", "tilstand", "page"):
        if said := values.get(name):
            kept[name] = said
    return kept.urlencode()
