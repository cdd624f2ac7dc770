"""What an account will be charged: the next time, and month by month."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from selvbetjening.domain.billing.rules.due import Running, due_periods
from selvbetjening.domain.invoicing.rules import totals
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

# Grouped first and joined to the terms then: a thousand subscriptions on three plans are some dozens of rows. A
# change that waits counts from its day on, and a cancelled subscription until its end.
_RUNNING = """
    SELECT g.renews_on, g.ends_on, g.anchor_day, t.currency,
           t.interval_unit, t.interval_count, t.unit_price_minor, t.vat_basis_points, g.quantity,
           g.effective_on, n.interval_unit, n.interval_count, n.unit_price_minor, n.vat_basis_points,
           g.next_quantity, g.count
    FROM (
        SELECT s.renews_on, s.ends_on, s.anchor_day, s.terms_id, sum(s.quantity)::bigint AS quantity,
               c.effective_on, c.terms_id AS next_terms_id, sum(c.quantity)::bigint AS next_quantity, count(*) AS count
        FROM subscriptions_subscription s
        LEFT JOIN subscriptions_scheduledchange c
          ON c.organization_id = %(organization)s AND c.subscription_id = s.id AND c.state = 'waiting'
        WHERE s.organization_id = %(organization)s AND s.account_id = %(account)s AND s.state IN ('active', 'cancelled')
          AND (s.ends_on IS NULL OR s.renews_on < s.ends_on)
        GROUP BY s.renews_on, s.ends_on, s.anchor_day, s.terms_id, c.effective_on, c.terms_id
    ) g
    JOIN catalog_planterms t ON t.organization_id = %(organization)s AND t.id = g.terms_id
    LEFT JOIN catalog_planterms n ON n.organization_id = %(organization)s AND n.id = g.next_terms_id
    ORDER BY g.renews_on, t.currency
"""


@dataclass(frozen=True)
class NextCharge:
    """The next day on which something is charged, how much, and for how many subscriptions."""

    on: date
    net: Money
    vat: Money
    total: Money
    count: int


@dataclass(frozen=True)
class MonthForecast:
    """What will be charged in the month that starts on `month`, incl. VAT."""

    month: date
    total: Money


@dataclass(frozen=True)
class _Charge:
    on: date
    currency: str
    vat_basis_points: int
    net_minor: int
    count: int


def next_charge(organization: OrganizationId, *, account: UUID, today: date) -> NextCharge | None:
    """The next charge if nothing changes; one query. VAT is rounded as the invoice will: once per rate.

    What is overdue to be billed counts as charged today. With several currencies on one day the first by name counts.
    """
    charges = [
        charge
        for row in _rows(organization, account)
        for charge in _charges(row, today=today, until=max(row[0], today))
    ]
    charges = [charge for charge in charges if charge.net_minor]
    if not charges:
        return None
    first = min((charge.on, charge.currency) for charge in charges)
    mine = [charge for charge in charges if (charge.on, charge.currency) == first]
    summed = totals(nets=((charge.vat_basis_points, charge.net_minor) for charge in mine))
    currency = first[1]
    return NextCharge(
        on=first[0],
        net=Money(summed.net_minor, currency),
        vat=Money(summed.vat_minor, currency),
        total=Money(summed.total_minor, currency),
        count=sum(charge.count for charge in mine),
    )


def forecast(organization: OrganizationId, *, account: UUID, today: date, months: int = 12) -> list[MonthForecast]:
    """What each month from this one on will cost if nothing changes; one query.

    In the account's main currency, the one with most charges ahead; an empty list when nothing is ahead.
    """
    starts = [_month(today, ahead) for ahead in range(months + 1)]
    charges = [
        charge
        for row in _rows(organization, account)
        for charge in _charges(row, today=today, until=starts[-1])
        if charge.on < starts[-1]
    ]
    if not charges:
        return []
    counted: dict[str, int] = defaultdict(int)
    by_day: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    for charge in charges:
        counted[charge.currency] += charge.count
        by_day[charge.currency, charge.on].append((charge.vat_basis_points, charge.net_minor))
    main = min(counted, key=lambda currency: (-counted[currency], currency))
    by_month: dict[date, int] = defaultdict(int)
    for (currency, day), nets in by_day.items():
        if currency == main:
            by_month[day.replace(day=1)] += totals(nets=nets).total_minor
    return [MonthForecast(month, Money(by_month[month], main)) for month in starts[:-1]]


def _rows(organization: OrganizationId, account: UUID) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, {"organization": organization, "account": account})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _charges(row: tuple[Any, ...], *, today: date, until: date) -> Iterator[_Charge]:
    """Every period of the row's subscriptions that starts by `until`; days that have passed count as today."""
    renews_on, ends_on, anchor, currency, *now_and_next, count = row
    running, planned = _running(now_and_next[:5]), None
    if now_and_next[5]:
        planned = (now_and_next[5], _running(now_and_next[6:]))
    due = due_periods(
        running=running,
        planned=planned,
        anchor_day=anchor,
        period_starts_on=renews_on,
        renews_on=renews_on,
        ends_on=ends_on,
        today=until,
    )
    for period, run in due.periods:
        price, rate = run.terms
        yield _Charge(max(period.starts_on, today), currency, rate, price * run.quantity, count)


def _running(columns: list[Any]) -> Running[tuple[int, int]]:
    unit, every, price, rate, quantity = columns
    return Running((price, rate), Interval(unit, every), quantity)


def _month(day: date, ahead: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
    return date(year, month + 1, 1)
