"""Data protection as the company sees it: what is kept and why, what goes next, and what an incident needs (GDP-9)."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_EXPORT, SELVBETJENING_SETTINGS
from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.organizations.actions.note_export import note_export
from selvbetjening.domain.rights.queries.incidents import Row, incident_rows
from selvbetjening.domain.rights.queries.removable import coming
from selvbetjening.domain.rights.rules.tables import TABLES
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.tables import as_csv
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.files import csv_file
from selvbetjening.portals.business.selvbetjening.settings.forms import IncidentForm
from selvbetjening.portals.fact_words import FACT_WORDS
from selvbetjening.portals.gate import confirmed_by_mitid, requires

_HEAD: Final = ("time_utc", "account", "what", "code", "actor_kind", "actor", "details")


@requires(SELVBETJENING_SETTINGS)
@require_safe
def protection(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Why each table holds what it holds (GDP-2), what goes next, who is responsible (GDP-1), and the other pages."""
    acting = request.acting
    rows = [(gettext(purpose.words), gettext(purpose.until), ", ".join(names)) for purpose, names in TABLES.items()]
    context = {
        "rows": rows,
        "tonight": coming(acting.here, today=acting.today),
        "may_export": acting.holds(SELVBETJENING_EXPORT),
    }  # fmt: skip
    title = gettext("Data protection")
    return page(request, "business/selvbetjening/settings/protection.html", title=title, **context)


@requires(SELVBETJENING_EXPORT)
@confirmed_by_mitid("export")
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Who did what and who looked at what, per account, as CSV (GDP-9, SEC-121, SEC-122)."""
    here = request.acting.here
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"].strip()
        found = accounts.account_with_code(here, code=code) if code else None
        if code and found is None:
            form.add_error("code", gettext("There is no account with this number."))
        else:
            days = (form.cleaned_data["since"], form.cleaned_data["until"] + timedelta(days=1))
            since, until = (datetime.combine(day, time(), COPENHAGEN).astimezone(UTC) for day in days)
            rows = list(incident_rows(here, account=found.id if found else None, since=since, until=until))
            note_export(here, what="incident", rows=len(rows), actor=request.acting.actor, at=clock.now())
            return _csv(rows)
    context: dict[str, Any] = {
        "form": form,
        "back": reverse("business:sb_protection", args=[here]),
        "press": gettext("Download as CSV"),
    }
    title = gettext("Incident: who did what")
    return page(request, "business/selvbetjening/settings/incident.html", title=title, **context)


def _csv(rows: Iterable[Row]) -> HttpResponse:
    told = ((*row[:2], str(FACT_WORDS.get(row[3], row[2])), *row[3:]) for row in rows)
    return csv_file(as_csv([_HEAD, *told]), "incident")
