"""The invoice before: the last one of the same account, currency and subscriptions (CM-01)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from selvbetjening.domain.invoicing.rules.explain import Item, subscriptions_of
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.kernel.formatting import format_period, language_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.periods import Period

#: First the last invoice of each account, which mostly is the one; then, for the others, so many more.
_LOOK_BACK = (1, 24)

# What was credited in full is not "last time". The sum keeps the planner from walking through the whole company's
# numbers to find an account that has none yet: an account's own invoices are few, and sorted at once.
_LAST = """
    SELECT i.account_id, i.id, i.number, i.issued_on, i.currency, i.total_minor, i.language,
        l.subscription_id, l.text, l.starts_on, l.ends_on, l.quantity, l.unit_price_minor, l.net_minor,
        l.vat_basis_points
    FROM unnest(%s::uuid[]) AS wanted(account_id)
    CROSS JOIN LATERAL (
        SELECT account_id, id, number, issued_on, currency, total_minor, language FROM invoicing_invoice
        WHERE organization_id = %s AND account_id = wanted.account_id AND credited_minor < total_minor
        ORDER BY number + 0 DESC LIMIT %s
    ) AS i
    JOIN invoicing_invoiceline l ON l.organization_id = %s AND l.invoice_id = i.id
    ORDER BY i.account_id, i.number DESC, l.position
"""


class Before(NamedTuple):
    """An earlier invoice with its lines; texts without their days."""

    invoice: UUID
    number: int
    issued_on: date
    total_minor: int
    items: tuple[Item, ...]


class Wanted(NamedTuple):
    """What to look for: the same account, currency and set of subscriptions."""

    account: UUID
    currency: str
    subscriptions: frozenset[UUID]


def invoices_before(organization: OrganizationId, *, wanted: Sequence[Wanted]) -> dict[Wanted, Before]:
    """For each, the newest issued invoice that fits; those without one are left out. At most two queries."""
    found: dict[Wanted, Before] = {}
    missing = set(wanted)
    for depth in _LOOK_BACK:
        if missing:
            fitting, known = _newest(organization, missing, depth)
            found |= fitting
            # Who has no invoice at all has none further back either.
            missing = {each for each in missing - set(found) if each.account in known}
    return found


def _newest(
    organization: OrganizationId, missing: Iterable[Wanted], depth: int
) -> tuple[dict[Wanted, Before], set[UUID]]:
    """What fits among so many newest invoices of each account, and which accounts have any."""
    by_account: dict[UUID, list[Wanted]] = {}
    for each in missing:
        by_account.setdefault(each.account, []).append(each)
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [array(by_account), organization, depth, organization])
        rows = cursor.fetchall()
    found: dict[Wanted, Before] = {}
    for (account, invoice), (number, issued_on, currency, total, items) in _invoices(rows).items():
        for each in by_account[account]:
            if each not in found and each.currency == currency and each.subscriptions == subscriptions_of(items=items):
                found[each] = Before(invoice, number, issued_on, total, tuple(items))
    return found, {row[0] for row in rows}


def _invoices(rows: Sequence[tuple[object, ...]]) -> Mapping[tuple[UUID, UUID], tuple[int, date, str, int, list[Item]]]:
    """The rows by account and invoice, newest first."""
    invoices: dict[tuple[UUID, UUID], tuple[int, date, str, int, list[Item]]] = {}
    for account, id_, number, issued_on, currency, total, language, *line in rows:
        items = invoices.setdefault((account, id_), (number, issued_on, currency, total, []))[4]  # type: ignore[arg-type]
        subscription, text, starts_on, ends_on, quantity, unit, net, rate = line
        name = _without_days(str(text), starts_on, ends_on, str(language))  # type: ignore[arg-type]
        items.append(Item(subscription, name, starts_on, ends_on, quantity, unit, net, rate))  # type: ignore[arg-type]
    return invoices


def _without_days(text: str, starts_on: date | None, ends_on: date | None, language: str) -> str:
    """A stored line's text carries its days; the product's name does not."""
    return text.removesuffix(f", {_days(starts_on, ends_on, language)}") if starts_on and ends_on else text


@lru_cache(maxsize=4096)
def _days(starts_on: date, ends_on: date, language: str) -> str:
    return format_period(Period(starts_on, ends_on), language_of(language))
