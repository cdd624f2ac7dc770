"""Betalingsservice, as the company sees it: its agreements, what it tells customers, its days, and what it chooses."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.agreements import change_agreement
from selvbetjening.domain.directdebit.queries.agreements import CreditorAgreement, terms_of
from selvbetjening.domain.directdebit.rules.agreements import TermsRefused
from selvbetjening.domain.directdebit.rules.asking import PossibleDays
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.agreement_words import ENVIRONMENTS, PRODUCTS, refused
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings import direct_debit_words as words
from selvbetjening.portals.business.selvbetjening.settings.direct_debit_forms import TermsForm
from selvbetjening.portals.gate import requires

FOLDER: Final = "business/selvbetjening/settings"
_CHOICES: Final = {
    "on_closed_day": words.CLOSED, "on_repeat": words.REPEAT, "on_late": words.LATE, "payments": words.PAYMENTS,
    "mandates": words.MANDATES,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement in force, in words. `terms` are what was chosen: the question and the answer."""

    agreement: CreditorAgreement
    role: str | Promise
    environment: str | Promise
    product: str | Promise
    days: PossibleDays | None
    terms: list[tuple[Any, Any]]


@requires(SELVBETJENING_SETTINGS)
@require_safe
def direct_debit(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Each agreement, and those that have ended."""
    here, at = request.acting.here, clock.now()
    every = queries.agreements(here)
    active = [each for each in every if each.state == "active"]
    context = {
        "rows": [_shown(here, each, at) for each in active],
        "ended": [each for each in every if each.state != "active"],
        "is_external": any(each.role == "external" for each in active),
    }
    return page(request, f"{FOLDER}/direct_debit.html", title="Betalingsservice", **context)


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def direct_debit_terms(request: CompanyRequest, organization: UUID, agreement: UUID) -> HttpResponse:
    """What the company decides itself; the rest is the operator's."""
    acting = request.acting
    try:
        row = queries.get_agreement(acting.here, agreement=agreement)
    except ObjectDoesNotExist:
        raise Http404 from None
    if row.state != "active":
        raise Http404
    back = reverse("business:sb_direct_debit", args=[acting.here])
    terms = terms_of(acting.here, agreement=row.id)
    initial = {name: getattr(terms, name) for name in TermsForm.base_fields}
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial, role=row.role)
    if request.method == "POST" and form.is_valid():
        new = replace(terms, **form.cleaned_data)
        try:
            change_agreement(
                acting.here, agreement=row.id, terms=new, only=list(form.cleaned_data), actor=acting.actor,
                at=clock.now(),
            )  # fmt: skip
        except TermsRefused as error:
            form.add_error(error.field if error.field in form.fields else None, refused(error.field, error.reason))
        else:
            return saved(request, back)
    title = gettext("What you decide about PBS number %(number)s") % {"number": row.pbs_number}
    return page(request, f"{FOLDER}/direct_debit_terms.html", title=title, form=form, back=back)


def _shown(here: OrganizationId, each: CreditorAgreement, at: datetime) -> Shown:
    form = TermsForm(role=each.role)
    terms = []
    for name, field in form.fields.items():
        value = getattr(each, name)
        if name == "full_list_day" and each.mandates != "both":
            continue
        told = _CHOICES[name][value] if name in _CHOICES else words.YES_NO.get(str(value), value)
        terms.append((field.label, told))
    return Shown(
        each, words.ROLES[each.role], ENVIRONMENTS["test" if each.is_test else "production"], PRODUCTS[each.product],
        queries.possible_days(here, agreement=each.id, from_on=copenhagen_day(at), at=at), terms,
    )  # fmt: skip
