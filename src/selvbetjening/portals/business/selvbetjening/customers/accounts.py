"""The company's accounts: search, filters, pages, and the same as a file."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_CUSTOMERS, SELVBETJENING_EXPORT, SELVBETJENING_VIEW
from selvbetjening.domain.accounts import queries
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.customers.words import METHODS, PARTY_TYPES
from selvbetjening.portals.business.selvbetjening.files import Cells, exported
from selvbetjening.portals.gate import confirmed_by_mitid, requires

_ROWS: Final = 50
_HEAD: Final = (
    "account", "name", "kind", "cvr", "ean", "address", "address_2", "postal_code", "city", "country", "language",
    "way_of_paying", "emails",
)  # fmt: skip


class FilterForm(forms.Form):
    """Looks for something; nothing is asked for."""

    marks_optional = False
    q = forms.CharField(label=_("Number, name, e-mail address or CVR number"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("The customer is"), required=False, choices=[("", _("All")), *PARTY_TYPES])
    method = forms.ChoiceField(label=_("Pays by"), required=False, choices=[("", _("All")), *METHODS])


@requires(SELVBETJENING_VIEW)
@require_safe
def accounts(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Accounts by how their number, a name, an address or a CVR number begins."""
    acting = request.acting
    form = FilterForm(request.GET)
    context = {
        "form": form,
        "page": Paginator(_found(request, form), _ROWS).get_page(request.GET.get("page")),
        "is_filtered": any(request.GET.get(name) for name in FilterForm.base_fields),
        "kinds": dict(PARTY_TYPES),
        "may_change": bool(acting.may(SELVBETJENING_CUSTOMERS)),
        "may_export": bool(acting.may(SELVBETJENING_EXPORT)),
    }
    return page(request, "business/selvbetjening/customers/accounts.html", title=gettext("Accounts"), **context)


@requires(SELVBETJENING_EXPORT)
@confirmed_by_mitid("export")
@require_POST
def accounts_file(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The same accounts, those of the filter, as CSV with codes for a program."""
    form = FilterForm(request.POST)
    found = list(_found(request, form))
    people = queries.emails_of(request.acting.here, accounts=[one.id for one in found])
    return exported(request, what="accounts", head=_HEAD, rows=_lines(found, people))


def _found(request: CompanyRequest, form: FilterForm) -> "queries.Found":
    values = form.cleaned_data if form.is_valid() else {}
    return queries.search(
        request.acting.here,
        words=values.get("q", ""),
        party_type=values.get("kind", ""),
        collection_method=values.get("method", ""),
    )


def _lines(found: list[queries.Account], people: dict[UUID, list[str]]) -> Iterator[Cells]:
    for one in found:
        yield (
            one.code, one.name, one.party_type, one.cvr, one.ean, one.address_line, one.address_line_2,
            one.postal_code, one.city, one.country, one.language, one.collection_method,
            ", ".join(people.get(one.id, [])),
        )  # fmt: skip
