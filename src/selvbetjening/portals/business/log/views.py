"""The log as a page with filters, and as a file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries.overview import log
from selvbetjening.domain.access.queries.people import members
from selvbetjening.domain.organizations.actions.note_export import note_export
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.tables import as_csv
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.exporting import too_many
from selvbetjening.portals.business.log.doers import API, Doers
from selvbetjening.portals.business.log.naming import subjects
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.fact_words import FACT_WORDS
from selvbetjening.portals.gate import logged_in

_PAGE: Final = 50
_MOST_IN_A_FILE: Final = 10_000
KINDS: Final = {
    "": (_("Everything"), ()),
    "brugere": (_("Users and access"), ("access.",)),
    "indstillinger": (_("Settings"), ("organizations.", "identity.")),
    "kunder": (_("Customers"), ("accounts.", "rights.")),
    "penge": (_("Plans and money"), ("catalog.", "subscriptions.", "billing.", "invoicing.", "payments.")),
}


class FilterForm(forms.Form):
    """Looks for something; nothing is asked for."""

    marks_optional = False
    person = forms.ChoiceField(label=_("Person"), required=False)
    kind = forms.ChoiceField(
        label=_("About"), required=False, choices=[(code, words) for code, (words, _p) in KINDS.items()]
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To and including"), required=False)


@dataclass(frozen=True)
class Line:
    """One fact in words."""

    at: datetime
    words: str
    who: str
    about: str


class _Rows:
    """The log as a list that reads one page of itself."""

    def __init__(self, acting: Acting, asked: dict[str, Any]) -> None:
        self.acting, self.asked = acting, asked

    def __len__(self) -> int:
        return log(self.acting.here, **self.asked, limit=1)[0]

    def __getitem__(self, part: slice) -> list[Line]:
        start = part.start or 0
        found = log(self.acting.here, **self.asked, offset=start, limit=(part.stop or _MOST_IN_A_FILE) - start)[1]
        return _lines(self.acting, found)


@logged_in
@require_safe
def log_page(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Newest first; `?fil=csv` answers with the same as a file, which the log itself tells afterwards (SEC-119)."""
    acting = request.acting
    form = FilterForm(request.GET or None)
    manages = acting.holds(MANAGE) or acting.standing is None
    if manages:
        people = members(acting.here, today=acting.today, states=("active", "suspended", "expired"), limit=None)[1]
        known = [("", _("Everybody")), (API, _("Other systems (API)")), *((str(p.id), p.name) for p in people)]
        form.fields["person"].choices = known  # type: ignore[attr-defined]
    else:
        del form.fields["person"]
    values = form.cleaned_data if form.is_valid() else {}
    rows: Any = _Rows(acting, _asked(acting, values, manages))
    if request.GET.get("fil") == "csv" and not form.errors:
        return too_many(request) or _file(acting, rows[0:_MOST_IN_A_FILE])
    context = {"page": Paginator(rows, _PAGE).get_page(request.GET.get("page")), "form": form, "manages": manages}
    context["query"] = request.GET.urlencode()
    return page(request, "business/log/log.html", title=gettext("Log"), **context)


def _asked(acting: Acting, values: dict[str, Any], manages: bool) -> dict[str, Any]:
    person = values.get("person") or None
    if not manages and acting.standing is not None:
        person = acting.standing.membership.id
    since, until = values.get("since"), values.get("until")
    over_api = person == API
    return {
        "person": UUID(str(person)) if person and not over_api else None,
        "over_api": over_api,
        "prefixes": KINDS[values.get("kind") or ""][1],
        "since": start_of_day(since) if since else None,
        "until": start_of_day(until + timedelta(days=1)) if until else None,
    }


def _lines(acting: Acting, events: list[Any]) -> list[Line]:
    doers, named = Doers(acting.here, events), subjects(acting.here, events)
    return [_line(event, doers, name) for event, name in zip(events, named, strict=True)]


def _line(event: Any, doers: Doers, name: str) -> Line:
    words = str(FACT_WORDS.get(event.name, event.name))
    about = ", ".join(filter(None, [doers.person_in(event), name]))
    return Line(event.at, words, doers.of(event), about)


def _file(acting: Acting, lines: list[Line]) -> HttpResponse:
    """A semicolon-separated file that no spreadsheet takes for formulas (SEC-121), written down as every list is."""
    note_export(acting.here, what="log", rows=len(lines), actor=acting.actor, at=clock.now())
    head = (gettext("When"), gettext("What"), gettext("Who"), gettext("About"))
    content = as_csv([head, *((line.at.isoformat(), line.words, line.who, line.about) for line in lines)])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response
