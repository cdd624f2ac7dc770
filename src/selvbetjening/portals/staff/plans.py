"""A company's plans: made, given terms, and offered in the portal or not (SB-03, SB-13 to SB-15)."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.catalog.actions.add_terms import add_terms
from selvbetjening.domain.catalog.actions.create_plan import CodeTaken, PlanTexts, create_plan
from selvbetjening.domain.catalog.actions.switch_self_service import disable, enable
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.catalog.rules.prices import Pricing
from selvbetjening.domain.catalog.rules.terms import Terms
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved
from selvbetjening.portals.staff.plan_forms import INTERVALS, PlanForm, TermsForm
from selvbetjening.portals.staff.words import price


def plans(request: HttpRequest, organization: UUID) -> HttpResponse:
    """The plans with their terms; one press enables or disables one."""
    with look(request, organization, at_what="plans") as company:
        found = list(Plan.objects.filter(organization_id=organization).prefetch_related("terms"))
        if request.method == "POST":
            wanted = next((plan for plan in found if str(plan.id) == request.POST.get("plan")), None)
            if wanted is None:
                raise Http404
            switch = disable if wanted.self_service_enabled else enable
            switch(OrganizationId(organization), plan=wanted.id, actor=actor_of(request), at=clock.now())
            return saved(request, reverse("admin:plans", args=[organization]))
        rows = [(plan, [(terms, price(terms)) for terms in plan.terms.all()]) for plan in found]
        return page(request, "staff/plans.html", title=gettext("Plans"), organization=company, rows=rows)


def plan_add(request: HttpRequest, organization: UUID) -> HttpResponse:
    """A new plan, closed to self-service (SB-13); the next page asks for its first terms."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="plans") as company:
        form = PlanForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            values = dict(form.cleaned_data)
            code = values.pop("code")
            try:
                with transaction.atomic():
                    made = create_plan(
                        here, code=code, texts=PlanTexts(**values), actor=actor_of(request), at=clock.now()
                    )
                return saved(request, reverse("admin:terms_add", args=[organization, made.id]))
            except CodeTaken:
                _taken(form)
        back = reverse("admin:plans", args=[organization])
        return page(request, "staff/form.html", title=gettext("New plan"), form=form, organization=company, back=back)


def terms_add(request: HttpRequest, organization: UUID, plan: UUID) -> HttpResponse:
    """One more price of a plan; on an enabled plan it shows at once (SB-15)."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="plans") as company:
        found = Plan.objects.filter(organization_id=organization, id=plan).first()
        if found is None:
            raise Http404
        form = TermsForm(request.POST if request.method == "POST" else None)
        back = reverse("admin:plans", args=[organization])
        if request.method == "POST" and form.is_valid():
            try:
                _add(request, here, found, dict(form.cleaned_data))
                return saved(request, back)
            except CodeTaken:
                _taken(form)
        title = gettext("New terms of %(plan)s") % {"plan": found}
        return page(request, "staff/form.html", title=title, form=form, organization=company, back=back)


def _add(request: HttpRequest, organization: OrganizationId, plan: Plan, values: dict[str, Any]) -> None:
    with transaction.atomic():
        add_terms(
            organization,
            plan=plan.id,
            code=values["code"] or f"{plan.code[:34]}-{values['interval']}",
            terms=Terms(
                interval=INTERVALS[values["interval"]],
                pricing=Pricing("per_unit", values["price"], Money.zero(values["price"].currency)),
                unit_da=values["unit_da"],
                unit_en=values["unit_en"],
            ),
            actor=actor_of(request),
            at=clock.now(),
        )


def _taken(form: forms.Form) -> None:
    form.add_error("code", gettext("This code is taken. Give another one."))
