"""A company's open items by age, also as a file."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_EXPORT, SELVBETJENING_MONEY
from selvbetjening.domain.organizations.actions.note_export import note_export
from selvbetjening.domain.payments.queries.ageing import by_age, open_csv, open_of_company
from selvbetjening.kernel import clock
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.files import csv_file
from selvbetjening.portals.business.selvbetjening.money.words import BUCKETS
from selvbetjening.portals.gate import confirmed_by_mitid, requires
from selvbetjening.ui.components.charts import Bar

_SHOWN: Final = 50


@requires(SELVBETJENING_MONEY)
@require_safe
def open_items(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Everything that is unpaid, the oldest first, with the sums by age as bars."""
    acting = request.acting
    items = open_of_company(acting.here, today=acting.today)
    shown = Paginator(items, _SHOWN).get_page(request.GET.get("page"))
    context = {
        "plots": [
            (sum_money(list(sums.values()), currency), bars_of(sums))
            for currency, sums in by_age(items=items).items()
        ],
        "page": shown,
        "rows": [(item, BUCKETS[item.bucket]) for item in shown],
        "heads": (gettext("Days late"), gettext("Amount")),
        "may_export": bool(acting.may(SELVBETJENING_EXPORT)),
    }  # fmt: skip
    return page(request, "business/selvbetjening/money/open_items.html", title=gettext("Open items"), **context)


@requires(SELVBETJENING_EXPORT)
@confirmed_by_mitid("export")
@require_POST
def open_items_file(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """All of them as CSV, with codes for a program."""
    acting = request.acting
    items = open_of_company(acting.here, today=acting.today)
    note_export(acting.here, what="open-items", rows=len(items), actor=acting.actor, at=clock.now())
    return csv_file(open_csv(items=items), f"{acting.organization.slug}-open-items-{acting.today}")


def bars_of(sums: dict[str, Money]) -> list[Bar]:
    """The sums by age as bars with their words."""
    return [Bar(name, amount, str(BUCKETS[name])) for name, amount in sums.items()]
