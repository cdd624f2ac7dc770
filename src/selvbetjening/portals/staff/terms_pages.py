"""The terms of a plan: added, copied to others, offered otherwise, hidden, and the moves from them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.actions.add_terms import add_terms
from selvbetjening.domain.catalog.actions.change_terms import Offering, change_terms
from selvbetjening.domain.catalog.actions.create_plan import CodeTaken
from selvbetjening.domain.catalog.actions.set_moves import set_moves
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.catalog.rules.terms import Terms
from selvbetjening.domain.invoicing.queries.rates import rate_in_force
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved
from selvbetjening.portals.staff.plans import plan_of, taken
from selvbetjening.portals.staff.price_words import other_rate, price
from selvbetjening.portals.staff.terms_forms import MovesForm, OfferingForm, TermsForm

_OFFERING = ("trial_days", "limits", "unit_da", "unit_en", "hidden")


def terms_add(request: HttpRequest, organization: UUID, plan: UUID) -> HttpResponse:
    """One more price of a plan; on an enabled plan it shows at once (SB-15). `?like=` begins with other terms."""
    with look(request, organization, at_what="plans") as company:
        found = plan_of(organization, plan)
        like = found.terms.filter(code=request.GET.get("like", "")).first()
        form = TermsForm(
            request.POST if request.method == "POST" else None, initial=TermsForm.of(like) if like else None
        )
        back = reverse("admin:plans", args=[organization])
        if request.method == "POST" and form.is_valid():
            try:
                _add(request, found, form)
                _warn(request, organization, form.cleaned_data["terms"])
                return saved(request, back)
            except CodeTaken:
                taken(form)
        title = gettext("New terms of %(plan)s") % {"plan": found}
        return page(request, "staff/form.html", title=title, form=form, organization=company, back=back)


def _warn(request: HttpRequest, organization: UUID, terms: Terms) -> None:
    """Another rate than the one in force is told, not refused (INV-14)."""
    if told := other_rate(terms, rate_in_force(OrganizationId(organization), on=clock.today())):
        messages.warning(request, told)


def _add(request: HttpRequest, plan: Plan, form: TermsForm) -> None:
    values = form.cleaned_data
    count = values["interval_count"] or 1
    often = values["interval"] if count == 1 else f"{count}{values['interval']}"
    with transaction.atomic():
        add_terms(
            OrganizationId(plan.organization_id),
            plan=plan.id,
            code=values["code"] or f"{plan.code[:30]}-{often}",
            terms=values["terms"],
            hidden=values["hidden"],
            actor=actor_of(request),
            at=clock.now(),
        )


def terms_change(request: HttpRequest, organization: UUID, terms: UUID) -> HttpResponse:
    """How terms are offered; their price stays, and others like them are made by a copy (XB-11, XB-31)."""
    with look(request, organization, at_what="plans") as company:
        found = _terms(organization, terms)
        form = OfferingForm(request.POST if request.method == "POST" else None, initial=OfferingForm.of(found))
        back = reverse("admin:plans", args=[organization])
        if request.method == "POST" and form.is_valid():
            values = {name: form.cleaned_data[name] for name in _OFFERING}
            values["trial_days"] = values["trial_days"] or 0
            change_terms(
                OrganizationId(organization), terms=terms, offering=Offering(**values), actor=actor_of(request),
                at=clock.now(),
            )  # fmt: skip
            return saved(request, back)
        title = gettext("Change %(terms)s of %(plan)s") % {"terms": found.code, "plan": found.plan}
        rate = other_rate(found, rate_in_force(OrganizationId(organization), on=clock.today()))
        context = {"terms": found, "price": price(found), "rate": rate, "form": form, "back": back}
        return page(request, "staff/terms.html", title=title, organization=company, **context)


def terms_moves(request: HttpRequest, organization: UUID, terms: UUID) -> HttpResponse:
    """Where one may move from these terms, and when each move happens (XB-10, SU-02)."""
    with look(request, organization, at_what="plans") as company:
        found = _terms(organization, terms)
        others = PlanTerms.objects.filter(organization_id=organization, currency=found.currency).exclude(id=terms)
        form = MovesForm(
            request.POST if request.method == "POST" else None,
            others=others.select_related("plan").order_by("plan__code", "code"),
            moves=catalog.moves(OrganizationId(organization), terms=terms),
            words=lambda one: f"{one.plan}: {price(one)} ({one.code})",
        )
        back = reverse("admin:plans", args=[organization])
        if request.method == "POST" and form.is_valid():
            set_moves(
                OrganizationId(organization), terms=terms, limited=form.cleaned_data["limited"], moves=form.moves(),
                actor=actor_of(request), at=clock.now(),
            )  # fmt: skip
            return saved(request, back)
        title = gettext("Moves from %(terms)s of %(plan)s") % {"terms": found.code, "plan": found.plan}
        return page(request, "staff/form.html", title=title, form=form, organization=company, back=back)


def _terms(organization: UUID, terms: UUID) -> PlanTerms:
    try:
        return catalog.terms(OrganizationId(organization), terms=terms)
    except PlanTerms.DoesNotExist:
        raise Http404 from None
