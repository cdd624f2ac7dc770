"""A company's open items by age, and what each gateway should pay out, each also as CSV."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from selvbetjening.domain.payments.queries.ageing import by_age, open_csv, open_of_company
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.payments.queries.settlement import settlement, settlement_csv
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.money.card_forms import DaysForm
from selvbetjening.portals.business.selvbetjening.money.words import BUCKETS
from selvbetjening.ui.components.charts import Bar

_SHOWN = 500


def open_items(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Everything that is unpaid, the oldest first, with the sums by age as bars."""
    company = request.acting.organization
    today = request.acting.today
    items = open_of_company(request.acting.here, today=today)
    if request.GET.get("file") == "csv":
        return _file(open_csv(items=items), f"{company.slug}-open-items-{today}.csv")
    ages = by_age(items=items)
    plots = [(sum_money(list(sums.values()), currency), _bars(sums)) for currency, sums in ages.items()]
    context = {
        "plots": plots,
        "rows": [(item, BUCKETS[item.bucket]) for item in items[:_SHOWN]],
        "more": max(0, len(items) - _SHOWN),
        "heads": (gettext("Days late"), gettext("Amount")),
    }
    return page(request, "business/selvbetjening/open_items.html", title=gettext("Open items"), **context)


def settlements(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Payments, refunds and chargebacks of each gateway's days, from our own books."""
    company = request.acting.organization
    today = request.acting.today
    initial = {"first": today - timedelta(days=30), "last": today}
    form = DaysForm(request.GET if "first" in request.GET else None, initial=initial)
    days = form.cleaned_data if form.is_bound and form.is_valid() else initial
    found = settlement(request.acting.here, first=days["first"], last=days["last"])
    if request.GET.get("file") == "csv" and not form.errors:
        return _file(settlement_csv(days=found), f"{company.slug}-settlement-{days['first']}-{days['last']}.csv")
    rows = [(day, NAMES[day.gateway]) for day in found]
    context = {"rows": rows, "form": form, "first": days["first"], "last": days["last"]}
    return page(
        request, "business/selvbetjening/settlements.html", title=gettext("Settlements of card gateways"), **context
    )


def _bars(sums: dict[str, Money]) -> list[Bar]:
    return [Bar(name, amount, str(BUCKETS[name])) for name, amount in sums.items()]


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
