"""What each card gateway, and Betalingsservice, should pay out by our own books, also as a file."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_EXPORT, SELVBETJENING_MONEY
from selvbetjening.domain.organizations.actions.note_export import note_export
from selvbetjening.domain.payments.queries.settlement import SETTLED_BY, settlement, settlement_csv
from selvbetjening.kernel import clock
from selvbetjening.portals.business.exporting import too_many
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.files import csv_file
from selvbetjening.portals.business.selvbetjening.money.card_forms import DaysForm
from selvbetjening.portals.gate import requires


@requires(SELVBETJENING_MONEY)
@require_safe
def settlements(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Payments, refunds and chargebacks of each gateway's days."""
    here = request.acting.here
    form, days = _asked(request)
    found = settlement(here, first=days["first"], last=days["last"])
    context = {
        "rows": [(day, SETTLED_BY[day.gateway]) for day in found],
        "form": form,
        "file": reverse("business:sb_settlements_file", args=[here]),
        "may_export": bool(request.acting.may(SELVBETJENING_EXPORT)),
    }
    title = gettext("Settlements")
    return page(request, "business/selvbetjening/money/settlements.html", title=title, **context)


@requires(SELVBETJENING_EXPORT)
@require_safe
def settlements_file(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Each booking of the days as CSV: the gateway's ids and our invoice numbers, and nobody's name (SEC-122)."""
    form, days = _asked(request)
    if form.errors:
        return settlements(request, organization)
    if refusal := too_many(request):
        return refusal
    acting = request.acting
    found = settlement(acting.here, first=days["first"], last=days["last"])
    rows = sum(len(day.lines) for day in found)
    note_export(acting.here, what="settlements", rows=rows, actor=acting.actor, at=clock.now())
    name = f"{acting.organization.slug}-settlement-{days['first']}-{days['last']}"
    return csv_file(settlement_csv(days=found), name)


def _asked(request: CompanyRequest) -> tuple[DaysForm, dict[str, Any]]:
    today = request.acting.today
    initial = {"first": today - timedelta(days=30), "last": today}
    form = DaysForm(request.GET if "first" in request.GET else None, initial=initial)
    return form, form.cleaned_data if form.is_bound and form.is_valid() else initial
