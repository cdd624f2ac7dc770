"""The invoices of all accounts: search, state, pages, and the same as a file."""

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_EXPORT, SELVBETJENING_MONEY, SELVBETJENING_VIEW
from selvbetjening.domain.invoicing import queries
from selvbetjening.domain.invoicing.queries.searching import Found, search
from selvbetjening.kernel.tables import decimal
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.files import Cells, exported
from selvbetjening.portals.gate import confirmed_by_mitid, requires

_ROWS: Final = 50
_HEAD: Final = (
    "invoice", "account", "name", "issued", "due", "net", "vat", "total", "settled", "credited", "left", "currency",
)  # fmt: skip


class FilterForm(forms.Form):
    """Looks for something; nothing is asked for."""

    marks_optional = False
    q = forms.CharField(label=_("Invoice number or customer"), required=False, max_length=120)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), ("open", _("Unpaid")), ("overdue", _("Overdue")), ("paid", _("Paid")),
                 ("credited", _("Credited"))],
    )  # fmt: skip


@requires(SELVBETJENING_VIEW)
@require_safe
def invoices(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The newest first."""
    acting = request.acting
    form = FilterForm(request.GET)
    shown = Paginator(_found(request, form), _ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "rows": [(one, _badge(one, request)) for one in shown],
        "is_filtered": any(request.GET.get(name) for name in FilterForm.base_fields),
        "may_money": bool(acting.may(SELVBETJENING_MONEY)),
        "may_export": bool(acting.may(SELVBETJENING_EXPORT)),
    }
    return page(request, "business/selvbetjening/money/invoices.html", title=gettext("Invoices"), **context)


@requires(SELVBETJENING_EXPORT)
@confirmed_by_mitid("export")
@require_POST
def invoices_file(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The same invoices, those of the filter, as CSV with codes for a program."""
    return exported(request, what="invoices", head=_HEAD, rows=_lines(_found(request, FilterForm(request.POST))))


def _found(request: CompanyRequest, form: FilterForm) -> Found:
    values = form.cleaned_data if form.is_valid() else {}
    acting = request.acting
    return search(acting.here, words=values.get("q", ""), state=values.get("state", ""), today=acting.today)


def _badge(one: queries.Invoice, request: CompanyRequest) -> tuple[str, str]:
    """A badge's kind, and its words where they are others."""
    if one.total_minor > 0 and one.credited_minor >= one.total_minor:
        return "ended", gettext("Credited")
    if one.outstanding.is_zero:
        return "paid", gettext("Paid")
    if one.due_on < request.acting.today:
        return "overdue", gettext("Overdue")
    return "open", gettext("Unpaid")


def _lines(found: Iterable[queries.Invoice]) -> Iterator[Cells]:
    for one in found:
        yield (
            one.number, one.account.code, one.account.name, one.issued_on.isoformat(), one.due_on.isoformat(),
            decimal(one.net_minor), decimal(one.vat_minor), decimal(one.total_minor), decimal(one.settled_minor),
            decimal(one.credited_minor), decimal(one.outstanding.minor), one.currency,
        )  # fmt: skip
