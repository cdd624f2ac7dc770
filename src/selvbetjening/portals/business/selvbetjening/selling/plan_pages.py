"""A plan of the company, made and changed (SB-03, SB-13)."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_PLANS
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.actions.change_plan import PlanRights, ReasonMissing, change_plan
from selvbetjening.domain.catalog.actions.create_plan import CodeTaken, PlanTexts, create_plan
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.selling.plan_forms import PlanChangeForm, PlanForm
from selvbetjening.portals.business.selvbetjening.selling.plans import plan_of
from selvbetjening.portals.business.selvbetjening.selling.price_words import conditions, price
from selvbetjening.portals.gate import requires

_TEXTS = ("name_da", "name_en", "description_da", "description_en")


@requires(SELVBETJENING_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_add(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """A new plan, closed to self-service (SB-13); the next page asks for its first terms."""
    here = request.acting.here
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        code = values.pop("code")
        try:
            with transaction.atomic():
                made = create_plan(
                    here, code=code, texts=PlanTexts(**values), actor=request.acting.actor, at=clock.now()
                )
            return saved(request, reverse("business:sb_terms_add", args=[here, made.id]))
        except CodeTaken:
            taken(form)
    back = reverse("business:sb_plans", args=[here])
    return page(request, "business/form.html", title=gettext("New plan"), form=form, back=back)


@requires(SELVBETJENING_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_change(request: CompanyRequest, organization: UUID, plan: UUID) -> HttpResponse:
    """A plan's words, and its exceptions from a consumer's rights with their reasons (WDR-9, CAN-1)."""
    found = plan_of(request.acting.here, plan)
    now = {name: getattr(found, name) for name in PlanChangeForm.base_fields}
    form = PlanChangeForm(request.POST if request.method == "POST" else None, initial=now)
    back = reverse("business:sb_plans", args=[request.acting.here])
    if request.method == "POST" and form.is_valid() and _change(request, found, form):
        return saved(request, back)
    title = gettext("Change %(plan)s") % {"plan": found}
    terms = [(one, price(one), conditions(one)) for one in found.terms.all()]
    template = "business/selvbetjening/selling/plan.html"
    return page(request, template, title=title, form=form, plan=found, terms=terms, back=back)


def taken(form: forms.Form) -> None:
    """Say that the code is taken."""
    form.add_error("code", gettext("This code is taken. Give another one."))


def _change(request: CompanyRequest, plan: catalog.Plan, form: PlanChangeForm) -> bool:
    values: dict[str, Any] = dict(form.cleaned_data)
    texts = PlanTexts(**{name: values.pop(name) for name in _TEXTS})
    try:
        change_plan(
            request.acting.here,
            plan=plan.id,
            texts=texts,
            rights=PlanRights(**values),
            actor=request.acting.actor,
            at=clock.now(),
        )
    except ReasonMissing as missing:
        form.add_error(missing.field, gettext("Say why: the law asks for a reason."))
        return False
    return True
