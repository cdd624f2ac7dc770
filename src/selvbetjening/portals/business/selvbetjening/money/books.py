"""What the bookkeeper takes: postings, SAF-T, the system description; and documents of other systems read in."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_EXPORT, SELVBETJENING_MONEY
from selvbetjening.domain.invoicing.actions.bring_in_foreign import Foreign, UnknownAccounts, bring_in_foreign
from selvbetjening.domain.organizations.actions.note_export import note_export
from selvbetjening.domain.payments.queries.description import system_description
from selvbetjening.domain.payments.queries.ledger import postings_csv, saft_file
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.money.credit_forms import CURRENCIES, ForeignForm, PeriodForm
from selvbetjening.portals.gate import confirmed_by_mitid, requires

#: Each file: its ending and type.
KINDS: Final = {
    "csv": ("csv", "text/csv"),
    "saft": ("xml", "application/xml"),
    "description": ("txt", "text/plain"),
}


@requires(SELVBETJENING_MONEY)
@require_safe
def books(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Which days the files are of; the file itself is another address, for who may export."""
    return _books(request, PeriodForm(initial=_this_year(request)))


@requires(SELVBETJENING_EXPORT)
@confirmed_by_mitid("export")
@require_POST
def books_file(request: CompanyRequest, organization: UUID) -> HttpResponseBase:
    """One of three files of a period; each is written as it is sent."""
    kind, form = request.POST.get("file", ""), PeriodForm(request.POST)
    if not form.is_valid() or kind not in KINDS:
        return _books(request, form)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    end, content_type = KINDS[kind]
    name = f"{request.acting.organization.slug}-{kind}-{first}-{last}.{end}"
    note_export(request.acting.here, what=f"books-{kind}", rows=0, actor=request.acting.actor, at=clock.now())
    content = _content(request.acting.here, kind, first, last)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(content, content_type=f"{content_type}; charset=utf-8", headers=headers)


def _books(request: CompanyRequest, form: PeriodForm) -> HttpResponse:
    may_export = bool(request.acting.may(SELVBETJENING_EXPORT))
    template = "business/selvbetjening/money/books.html"
    return page(request, template, title=gettext("The books"), form=form, may_export=may_export)


def _this_year(request: CompanyRequest) -> dict[str, date]:
    today = request.acting.today
    return {"first": today.replace(month=1, day=1), "last": today}


def _content(here: OrganizationId, kind: str, first: date, last: date) -> Iterator[bytes]:
    if kind == "csv":
        return postings_csv(here, first=first, last=last)
    if kind == "saft":
        return saft_file(here, first=first, last=last, at=clock.now())
    return iter([system_description(here, on=last).encode()])


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def foreign(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Read in what another system issued, under its own numbers (NUM-3)."""
    here = request.acting.here
    form = ForeignForm(request.POST if request.method == "POST" else None)
    back = reverse("business:sb_books", args=[here])
    if request.method == "POST" and form.is_valid() and _brought_in(here, form):
        return saved(request, back)
    title = gettext("Documents of another system")
    return page(request, "business/form.html", title=title, form=form, back=back)


def _brought_in(here: OrganizationId, form: forms.Form) -> bool:
    documents = []
    for place, row in enumerate(form.cleaned_data["rows"].splitlines(), start=1):
        if not row.strip():
            continue
        try:
            documents.append(_document(row))
        except (ValueError, AmountNotUnderstood):
            words = gettext("Line %(place)s is not understood: %(row)s") % {"place": place, "row": row[:80]}
            form.add_error("rows", words)
            return False
    try:
        bring_in_foreign(here, source=form.cleaned_data["source"], documents=documents, at=clock.now())
    except UnknownAccounts as unknown:
        codes = ", ".join(unknown.codes)
        form.add_error("rows", gettext("These account numbers are not known: %(codes)s") % {"codes": codes})
        return False
    return True


def _document(row: str) -> Foreign:
    code, number, issued_on, due_on, total, currency = (cell.strip() for cell in row.split(";"))
    if not number or len(number) > 60 or currency not in dict(CURRENCIES):
        raise ValueError(row)
    return Foreign(
        account_code=code,
        number=number,
        issued_on=date.fromisoformat(issued_on),
        due_on=date.fromisoformat(due_on) if due_on else None,
        total=Money(parse_amount(total), currency),
    )
