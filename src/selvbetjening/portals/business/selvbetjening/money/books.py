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

from selvbetjening.domain.invoicing.actions.bring_in_foreign import Foreign, UnknownAccounts, bring_in_foreign
from selvbetjening.domain.payments.queries.description import system_description
from selvbetjening.domain.payments.queries.ledger import postings_csv, saft_file
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.money.credit_forms import CURRENCIES, ForeignForm, PeriodForm

KINDS: Final = {"csv": "text/csv", "saft": "application/xml", "description": "text/plain"}


def books(request: CompanyRequest, organization: UUID) -> HttpResponseBase:
    """Three files of a period; each is written as it is sent."""
    here, kind = request.acting.here, request.GET.get("file", "")
    company = request.acting.organization
    today = request.acting.today
    first = {"first": today.replace(month=1, day=1), "last": today}
    form = PeriodForm(request.GET if kind else None, initial=first)
    wanted = form.cleaned_data if kind in KINDS and form.is_valid() else None
    if wanted is None:
        return page(request, "business/selvbetjening/books.html", title=gettext("The books"), form=form)
    name = f"{company.slug}-{kind}-{wanted['first']}-{wanted['last']}"
    end = {"csv": "csv", "saft": "xml", "description": "txt"}[kind]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{end}"'}
    content = _content(here, kind, wanted["first"], wanted["last"])
    return StreamingHttpResponse(content, content_type=f"{KINDS[kind]}; charset=utf-8", headers=headers)


def _content(here: OrganizationId, kind: str, first: date, last: date) -> Iterator[bytes]:
    if kind == "csv":
        return postings_csv(here, first=first, last=last)
    if kind == "saft":
        return saft_file(here, first=first, last=last, at=clock.now())
    return iter([system_description(here, on=last).encode()])


def foreign(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Read in what another system issued, under its own numbers (NUM-3)."""
    here = request.acting.here
    form = ForeignForm(request.POST if request.method == "POST" else None)
    back = reverse("business:sb_books", args=[here])
    if request.method == "POST" and form.is_valid() and _brought_in(here, form):
        return saved(request, back)
    title = gettext("Documents of another system")
    return page(request, "business/selvbetjening/form.html", title=title, form=form, back=back)


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
