"""Data protection: what is kept and why, the rules of law, and what an incident needs (GDP-9)."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.rights.queries.incidents import Row, incident_rows
from selvbetjening.domain.rights.queries.removable import coming
from selvbetjening.domain.rights.rules.tables import TABLES
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.law import REGISTRY, RULE_VERSION
from selvbetjening.kernel.tables import as_csv
from selvbetjening.portals.fact_words import FACT_WORDS
from selvbetjening.portals.staff.looking import look
from selvbetjening.portals.staff.pages import page


def protection(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Why each table holds what it holds (GDP-2), what goes next, who is responsible (GDP-1), and the other pages."""
    with look(request, organization, at_what="data protection") as company:
        rows = [(gettext(purpose.words), gettext(purpose.until), ", ".join(names)) for purpose, names in TABLES.items()]
        title = gettext("Data protection")
        tonight = coming(OrganizationId(organization), today=clock.today())
        return page(request, "staff/protection.html", title=title, organization=company, rows=rows, tonight=tonight)


def law(request: HttpRequest) -> HttpResponse:
    """The rules of law as docs/law.md lists them, with the setting that carries what is uncertain."""
    order = sorted(REGISTRY, key=lambda id_: (id_.partition("-")[0], int(id_.partition("-")[2])))
    rules = [rule for id_ in order for rule in REGISTRY[id_]]
    title = gettext("Rules of law in the code")
    return page(request, "staff/law.html", title=title, rules=rules, version=RULE_VERSION)


class IncidentForm(forms.Form):
    """Which days, and whose."""

    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To and including"), widget=forms.DateInput(attrs={"type": "date"}))
    code = forms.CharField(label=_("Customer number (empty for all)"), max_length=40, required=False)


def incident(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Who did what and who looked at what, per account, as CSV (GDP-9, SEC-121, SEC-122)."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="incident export") as company:
        form = IncidentForm(request.GET if "since" in request.GET else None)
        if form.is_bound and form.is_valid():
            code = form.cleaned_data["code"].strip()
            found = accounts.account_with_code(here, code=code) if code else None
            if code and found is None:
                form.add_error("code", gettext("There is no account with this number."))
            else:
                days = (form.cleaned_data["since"], form.cleaned_data["until"] + timedelta(days=1))
                since, until = (datetime.combine(day, time(), COPENHAGEN).astimezone(UTC) for day in days)
                rows = incident_rows(here, account=found.id if found else None, since=since, until=until)
                return _csv(rows)
        title = gettext("Incident: who did what")
        back = reverse("admin:protection", args=[organization])
        return page(request, "staff/incident.html", title=title, form=form, organization=company, back=back)


def _csv(rows: Iterable[Row]) -> HttpResponse:
    head = ("time_utc", "account", "what", "code", "actor_kind", "actor", "details")
    lines = [head, *((*row[:2], str(FACT_WORDS.get(row[3], row[2])), *row[3:]) for row in rows)]
    headers = {"Content-Disposition": 'attachment; filename="incident.csv"'}
    return HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8", headers=headers)
