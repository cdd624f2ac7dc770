"""Recurring revenue and churn of a company, month by month, and what it will charge: the solution's first page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.db import connection

from selvbetjening.domain.billing.rules.facts import DiscountFacts, TermsFacts
from selvbetjening.domain.billing.rules.recurring import Churn, Running, months_of, recurring
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.contracts.queries import all_own_prices
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

# Counted by the database, for all the days at once: as many rows as there are prices, whatever the number of customers.
_RUNNING: Final = """
    SELECT m.day, s.terms_id, s.quantity, d.percent_basis_points, d.amount_minor,
        CASE WHEN s.account_id = ANY(%(own)s::uuid[]) THEN s.account_id END, s.own_price_minor, count(*)
    FROM unnest(%(days)s::date[]) AS m(day)
    JOIN subscriptions_subscription s ON s.organization_id = %(organization)s
      AND s.started_on <= m.day AND (s.ends_on IS NULL OR s.ends_on > m.day)
      AND (s.trial_ends_on IS NULL OR s.trial_ends_on <= m.day) AND (s.paused_on IS NULL OR s.paused_on > m.day)
    LEFT JOIN LATERAL (
        SELECT x.percent_basis_points, x.amount_minor FROM subscriptions_subscriptiondiscount x
        WHERE x.organization_id = s.organization_id AND x.subscription_id = s.id
          AND x.starts_on <= m.day AND (x.ends_on IS NULL OR x.ends_on > m.day)
        ORDER BY x.starts_on, x.id LIMIT 1
    ) d ON true
    GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_CHURN: Final = """
    SELECT m.day, count(*), count(*) FILTER (WHERE s.ends_on < (m.day + interval '1 month')::date)
    FROM unnest(%(days)s::date[]) AS m(day)
    JOIN subscriptions_subscription s ON s.organization_id = %(organization)s
      AND s.started_on < m.day AND (s.ends_on IS NULL OR s.ends_on >= m.day)
      AND (s.trial_ends_on IS NULL OR s.trial_ends_on <= m.day)
    GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Month:
    """MRR by currency on `day`: a month's last day, or today in the running month."""

    day: date
    by_currency: dict[str, Money]


@dataclass(frozen=True, slots=True)
class Now:
    """What runs today: by currency, by plan (Danish and English name → by currency), and how many bring it."""

    by_currency: dict[str, Money]
    by_plan: dict[tuple[str, str], dict[str, Money]]
    count: int


def mrr_now(organization: OrganizationId, *, today: date) -> Now:
    """MRR of today, whole and by plan; three queries."""
    rows = _running(organization, [today])[today]
    by_plan: dict[tuple[str, str], list[Running]] = defaultdict(list)
    for row in rows:
        by_plan[row.terms.plan_da, row.terms.plan_en].append(row)
    found = {names: recurring(rows=mine) for names, mine in by_plan.items()}
    return Now(recurring(rows=rows), found, sum(row.count for row in rows))


def mrr_by_month(organization: OrganizationId, *, today: date, months: int = 12) -> list[Month]:
    """MRR at each month's end and today, oldest first; three queries.

    By the days on which subscriptions began, ended, were free and were discounted, with the terms and the quantity
    that each has today: a change of plan since is not undone.
    """
    firsts = months_of(today=today, count=months)
    days = [*(first - timedelta(days=1) for first in firsts[1:]), today]
    rows = _running(organization, days)
    return [Month(day, recurring(rows=rows[day])) for day in days]


def churn_by_month(organization: OrganizationId, *, today: date, months: int = 12) -> list[Churn]:
    """Churn of the months that are over, oldest first; one query."""
    firsts = months_of(today=today, count=months + 1)[:-1]
    with connection.cursor() as cursor:
        cursor.execute(_CHURN, {"organization": organization, "days": firsts})
        found = {day: (begun, lost) for day, begun, lost in cursor.fetchall()}
    return [Churn(first, *found.get(first, (0, 0))) for first in firsts]


def _running(organization: OrganizationId, days: Sequence[date]) -> dict[date, list[Running]]:
    """What ran on each day; accounts with their own prices apart."""
    own = all_own_prices(organization)
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, {"organization": organization, "days": list(days), "own": own.accounts})
        found = cursor.fetchall()
    terms = catalog.priced(organization, terms={row[1] for row in found})
    facts = {id_: TermsFacts.of(one) for id_, one in terms.items()}
    rows: dict[date, list[Running]] = {day: [] for day in days}
    for day, id_, quantity, percent, amount, account, price, count in found:
        off = None
        if percent is not None or amount is not None:
            minor = None if amount is None else Money(amount, facts[id_].currency)
            off = DiscountFacts(percent, minor, day, None)
        mine = replace(facts[id_], contracts=own.on(account=account, terms=id_)) if account else facts[id_]
        at = None if price is None else Money(price, mine.currency)
        rows[day].append(Running(mine.at(at), quantity, off, count, day))
    return rows
