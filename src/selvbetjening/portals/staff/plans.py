"""A company's plans: made, changed, and offered in the portal or not (SB-03, SB-13 to SB-15)."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.catalog.actions.change_plan import PlanRights, ReasonMissing, change_plan
from selvbetjening.domain.catalog.actions.create_plan import CodeTaken, PlanTexts, create_plan
from selvbetjening.domain.catalog.actions.switch_self_service import disable, enable
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.invoicing.queries.rates import rate_in_force
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved
from selvbetjening.portals.staff.plan_forms import PlanChangeForm, PlanForm
from selvbetjening.portals.staff.price_words import conditions, other_rate, price

_TEXTS = ("name_da", "name_en", "description_da", "description_en")


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
        rate = rate_in_force(OrganizationId(organization), on=clock.today())
        rows = [
            (plan, [(terms, price(terms), conditions(terms), other_rate(terms, rate)) for terms in plan.terms.all()])
            for plan in found
        ]
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
                taken(form)
        back = reverse("admin:plans", args=[organization])
        return page(request, "staff/form.html", title=gettext("New plan"), form=form, organization=company, back=back)


def plan_change(request: HttpRequest, organization: UUID, plan: UUID) -> HttpResponse:
    """A plan's words, and its exceptions from a consumer's rights with their reasons (WDR-9, CAN-1)."""
    with look(request, organization, at_what="plans") as company:
        found = plan_of(organization, plan)
        now = {name: getattr(found, name) for name in PlanChangeForm.base_fields}
        form = PlanChangeForm(request.POST if request.method == "POST" else None, initial=now)
        back = reverse("admin:plans", args=[organization])
        if request.method == "POST" and form.is_valid() and _change(request, found, form):
            return saved(request, back)
        title = gettext("Change %(plan)s") % {"plan": found}
        return page(request, "staff/form.html", title=title, form=form, organization=company, back=back)


def plan_of(organization: UUID, plan: UUID) -> Plan:
    """The company's plan. Raises Http404."""
    found = Plan.objects.filter(organization_id=organization, id=plan).first()
    if found is None:
        raise Http404
    return found


def taken(form: forms.Form) -> None:
    """Say that the code is taken."""
    form.add_error("code", gettext("This code is taken. Give another one."))


def _change(request: HttpRequest, plan: Plan, form: PlanChangeForm) -> bool:
    values: dict[str, Any] = dict(form.cleaned_data)
    texts = PlanTexts(**{name: values.pop(name) for name in _TEXTS})
    try:
        change_plan(
            OrganizationId(plan.organization_id),
            plan=plan.id,
            texts=texts,
            rights=PlanRights(**values),
            actor=actor_of(request),
            at=clock.now(),
        )
    except ReasonMissing as missing:
        form.add_error(missing.field, gettext("Say why: the law asks for a reason."))
        return False
    return True
