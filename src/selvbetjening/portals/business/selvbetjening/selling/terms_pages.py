"""The terms of a plan: added, copied to others, offered otherwise, hidden, and the moves from them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_PLANS
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.actions.add_terms import add_terms
from selvbetjening.domain.catalog.actions.change_terms import Offering, change_terms
from selvbetjening.domain.catalog.actions.create_plan import CodeTaken
from selvbetjening.domain.catalog.actions.set_moves import set_moves
from selvbetjening.domain.catalog.rules.terms import Terms
from selvbetjening.domain.invoicing.queries.rates import rate_in_force
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.selling.plan_pages import taken
from selvbetjening.portals.business.selvbetjening.selling.plans import plan_of
from selvbetjening.portals.business.selvbetjening.selling.price_words import other_rate, price
from selvbetjening.portals.business.selvbetjening.selling.terms_forms import MovesForm, OfferingForm, TermsForm
from selvbetjening.portals.gate import requires

_OFFERING = ("trial_days", "limits", "unit_da", "unit_en", "hidden")
_FOLDER = "business/selvbetjening/selling"


@requires(SELVBETJENING_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def terms_add(request: CompanyRequest, organization: UUID, plan: UUID) -> HttpResponse:
    """One more price of a plan; on an enabled plan it shows at once (SB-15). `?like=` begins with other terms."""
    found = plan_of(request.acting.here, plan)
    like = next((one for one in found.terms.all() if one.code == request.GET.get("like")), None)
    form = TermsForm(request.POST if request.method == "POST" else None, initial=TermsForm.of(like) if like else None)
    back = reverse("business:sb_plans", args=[request.acting.here])
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, found, form)
            _warn(request, form.cleaned_data["terms"])
            return saved(request, back)
        except CodeTaken:
            taken(form)
    title = gettext("New terms of %(plan)s") % {"plan": found}
    return page(request, f"{_FOLDER}/terms_add.html", title=title, form=form, back=back)


def _warn(request: CompanyRequest, terms: Terms) -> None:
    """Another rate than the one in force is told, not refused (INV-14)."""
    if told := other_rate(terms, rate_in_force(request.acting.here, on=request.acting.today)):
        messages.warning(request, told)


def _add(request: CompanyRequest, plan: catalog.Plan, form: TermsForm) -> None:
    values = form.cleaned_data
    count = values["interval_count"] or 1
    often = values["interval"] if count == 1 else f"{count}{values['interval']}"
    with transaction.atomic():
        add_terms(
            request.acting.here,
            plan=plan.id,
            code=values["code"] or f"{plan.code[:30]}-{often}",
            terms=values["terms"],
            hidden=values["hidden"],
            actor=request.acting.actor,
            at=clock.now(),
        )


@requires(SELVBETJENING_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def terms_change(request: CompanyRequest, organization: UUID, terms: UUID) -> HttpResponse:
    """How terms are offered; their price stays, and others like them are made by a copy (XB-11, XB-31)."""
    here = request.acting.here
    found = _terms(here, terms)
    form = OfferingForm(request.POST if request.method == "POST" else None, initial=OfferingForm.of(found))
    back = reverse("business:sb_plans", args=[here])
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in _OFFERING}
        values["trial_days"] = values["trial_days"] or 0
        change_terms(
            here, terms=terms, offering=Offering(**values), actor=request.acting.actor, at=clock.now()
        )  # fmt: skip
        return saved(request, back)
    title = gettext("Change %(terms)s of %(plan)s") % {"terms": found.code, "plan": found.plan}
    rate = other_rate(found, rate_in_force(here, on=request.acting.today))
    context = {"terms": found, "price": price(found), "rate": rate, "form": form, "back": back}
    return page(request, f"{_FOLDER}/terms.html", title=title, **context)


@requires(SELVBETJENING_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def terms_moves(request: CompanyRequest, organization: UUID, terms: UUID) -> HttpResponse:
    """Where one may move from these terms, and when each move happens (XB-10, SU-02)."""
    here = request.acting.here
    found = _terms(here, terms)
    form = MovesForm(
        request.POST if request.method == "POST" else None,
        others=catalog.terms_beside(here, terms=found),
        moves=catalog.moves(here, terms=terms),
        words=lambda one: f"{one.plan}: {price(one)} ({one.code})",
    )
    back = reverse("business:sb_terms", args=[here, terms])
    if request.method == "POST" and form.is_valid():
        set_moves(
            here, terms=terms, limited=form.cleaned_data["limited"], moves=form.moves(),
            actor=request.acting.actor, at=clock.now(),
        )  # fmt: skip
        return saved(request, back)
    title = gettext("Moves from %(terms)s of %(plan)s") % {"terms": found.code, "plan": found.plan}
    return page(request, "business/form.html", title=title, form=form, back=back)


def _terms(organization: OrganizationId, terms: UUID) -> catalog.PlanTerms:
    try:
        return catalog.terms(organization, terms=terms)
    except catalog.PlanTerms.DoesNotExist:
        raise Http404 from None
