"""The figures of the solution's first page, as bars with their words: what comes in, what goes, what is owed."""

from datetime import date

from django.utils.translation import gettext

from selvbetjening.domain.billing.queries.outlook import upcoming
from selvbetjening.domain.billing.queries.recurring import churn_by_month, mrr_by_month, mrr_now
from selvbetjening.domain.billing.rules.recurring import Churn
from selvbetjening.domain.payments.queries.ageing import by_age, open_of_company
from selvbetjening.kernel.formatting import NO_BREAK, format_month, short_month
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.portals.business.selvbetjening.money.words import BUCKETS
from selvbetjening.ui.components.charts import Bar, Level
from selvbetjening.ui.components.values import language

Plot = tuple[Money, list[Bar]]


def mrr(organization: OrganizationId, *, today: date) -> list[Plot]:
    """For each currency that anything recurs in: what it is today, and a bar for each month's end."""
    months = mrr_by_month(organization, today=today)
    currencies = sorted({currency for month in months for currency in month.by_currency})
    return [
        (
            months[-1].by_currency.get(currency, Money.zero(currency)),
            [_bar(month.day, month.by_currency.get(currency, Money.zero(currency))) for month in months],
        )
        for currency in currencies
    ]


def plans(organization: OrganizationId, *, today: date) -> tuple[int, list[tuple[str, list[Money]]]]:
    """How many subscriptions bring something today, and what each plan brings a month, the most first."""
    now = mrr_now(organization, today=today)
    found = [(en if language() == "en" else da, list(sums.values())) for (da, en), sums in now.by_plan.items()]
    return now.count, sorted(found, key=lambda row: (-max(one.minor for one in row[1]), row[0]))


def churn(organization: OrganizationId, *, today: date) -> tuple[Churn, list[Level]]:
    """The month that ended last, and a bar for each month that is over."""
    months = churn_by_month(organization, today=today)
    levels = [
        Level(
            _short(one.month),
            one.basis_points or 0,
            share(one),
            name=_month(one.month),
            cells=(str(one.begun_with), str(one.lost)),
        )
        for one in months
    ]
    return months[-1], levels


def share(one: Churn) -> str:
    """A month's churn in per cent with one decimal, in the reader's way; a dash where nobody was there to lose."""
    if one.basis_points is None:
        return "–"
    tenths = (one.basis_points + 5) // 10
    return f"{tenths // 10}.{tenths % 10}%" if language() == "en" else f"{tenths // 10},{tenths % 10}{NO_BREAK}%"


def ages(organization: OrganizationId, *, today: date) -> list[Plot]:
    """For each currency: all that is unpaid, and a bar for each age."""
    sums = by_age(items=open_of_company(organization, today=today))
    return [
        (
            sum_money(list(mine.values()), currency),
            [Bar(name, amount, str(BUCKETS[name])) for name, amount in mine.items()],
        )
        for currency, mine in sums.items()
    ]


def ahead(organization: OrganizationId, *, today: date) -> list[Plot]:
    """For each currency: what will be charged this month and in the next two, excluding VAT."""
    return [
        (sum_money([one.total for one in months], currency), [_bar(one.month, one.total) for one in months])
        for currency, months in upcoming(organization, today=today).items()
    ]


def heads() -> dict[str, tuple[str, ...]]:
    """The heads of the tables behind the bars."""
    return {
        "mrr": (gettext("Month"), gettext("A month, excl. VAT")),
        "churn": (gettext("Month"), gettext("Paying on its first day"), gettext("Ended in it"), gettext("Churn")),
        "ages": (gettext("Days late"), gettext("Amount")),
        "ahead": (gettext("Month"), gettext("Excl. VAT")),
    }


def _bar(day: date, amount: Money) -> Bar:
    return Bar(_short(day), amount, _month(day))


def _short(day: date) -> str:
    return short_month(day, language())


def _month(day: date) -> str:
    return format_month(day, language())
