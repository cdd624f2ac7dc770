"""A company's creditor agreements. Only the operator opens and ends them: a PBS number says who somebody is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.agreements import change_agreement, end_agreement, open_agreement
from selvbetjening.domain.directdebit.queries.agreements import CreditorAgreement, terms_of
from selvbetjening.domain.directdebit.rules.agreements import Terms, TermsRefused
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.agreement_words import ENVIRONMENTS, PRODUCTS, ROLES, STATES, refused
from selvbetjening.portals.staff.agreement_forms import ChangeForm, EndForm, OpenForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved


def agreements(request: HttpRequest, organization: UUID) -> HttpResponse:
    """All of them, those that have ended too."""
    with look(request, organization, at_what="betalingsservice") as company:
        rows = [
            (
                each,
                ROLES[each.role],
                ENVIRONMENTS["test" if each.is_test else "production"],
                PRODUCTS[each.product],
                STATES[each.state],
            )
            for each in queries.agreements(OrganizationId(company.id))
        ]
        return page(request, "staff/agreements.html", title="Betalingsservice", organization=company, rows=rows)


def agreement_open(request: HttpRequest, organization: UUID) -> HttpResponse:
    """A new agreement."""
    here, actor, at = OrganizationId(organization), actor_of(request), clock.now()

    def save(values: dict[str, Any]) -> None:
        is_test, starts_on = values.pop("environment") == "test", values.pop("starts_on")
        open_agreement(here, terms=Terms(is_test=is_test, **values), starts_on=starts_on, actor=actor, at=at)

    with look(request, organization, at_what="betalingsservice") as company:
        initial = {"role": "external", "environment": "test", "product": "total", "starts_on": copenhagen_day(at)}
        form = OpenForm(request.POST if request.method == "POST" else None, initial=initial)
        return _formed(request, company, form, save, gettext("Open an agreement"))


def agreement_change(request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
    """Other terms, but for what the PBS number is locked to."""
    here, actor = OrganizationId(organization), actor_of(request)

    with look(request, organization, at_what="betalingsservice") as company:
        row = _active(here, agreement)
        terms = terms_of(here, agreement=agreement)

        def save(values: dict[str, Any]) -> None:
            new = replace(terms, **values)
            change_agreement(here, agreement=agreement, terms=new, only=list(values), actor=actor, at=clock.now())

        initial = {name: getattr(terms, name) for name in ChangeForm.base_fields}
        form = ChangeForm(request.POST if request.method == "POST" else None, initial=initial)
        return _formed(request, company, form, save, gettext("Change %(number)s") % {"number": row.pbs_number})


def agreement_end(request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
    """What ending does, and the day."""
    here, actor, at = OrganizationId(organization), actor_of(request), clock.now()

    def save(values: dict[str, Any]) -> None:
        end_agreement(here, agreement=agreement, ends_on=values["ends_on"], actor=actor, at=at)

    with look(request, organization, at_what="betalingsservice") as company:
        row = _active(here, agreement)
        initial = {"ends_on": copenhagen_day(at)}
        form = EndForm(request.POST if request.method == "POST" else None, initial=initial)
        title = gettext("End %(number)s") % {"number": row.pbs_number}
        return _formed(request, company, form, save, title, template="staff/agreement_end.html")


def _active(here: OrganizationId, agreement: UUID) -> CreditorAgreement:
    try:
        found = queries.get_agreement(here, agreement=agreement)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.state != "active":
        raise Http404
    return found


def _formed(
    request: HttpRequest,
    company: Any,
    form: forms.Form,
    save: Callable[[dict[str, Any]], object],
    title: str,
    *,
    template: str = "staff/agreement_form.html",
) -> HttpResponse:
    """Do it with a right form; what is refused stands at its field."""
    back = reverse("admin:agreements", args=[company.id])
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                save(dict(form.cleaned_data))
        except TermsRefused as error:
            form.add_error(error.field if error.field in form.fields else None, refused(error.field, error.reason))
        else:
            return saved(request, back)
    return page(request, template, title=title, organization=company, form=form, back=back)
