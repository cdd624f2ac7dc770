"""A company's open items, by how long they are past their day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from selvbetjening.domain.payments.rules.ageing import BUCKETS, bucket_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.tables import as_csv, decimal

# The whole company in one query, over the partial indexes of what is open; the day that counts is `open_items`' own.
_OPEN: Final = """
    SELECT i.id, i.number, a.id, a.code, a.name, i.currency, i.issued_on, i.total_minor - i.settled_minor,
        coalesce((SELECT sum(c.amount_minor - c.settled_minor - c.waived_minor) FROM invoicing_lateclaim c
            WHERE c.organization_id = i.organization_id AND c.invoice_id = i.id), 0)::bigint,
        greatest(i.due_on, f.until_on, (SELECT max(d.new_due_on) FROM payments_dispute d
            WHERE d.organization_id = i.organization_id AND d.invoice_id = i.id)),
        EXISTS (SELECT FROM payments_dispute d WHERE d.organization_id = i.organization_id
            AND d.invoice_id = i.id AND d.state IN ('open', 'answered')),
        EXISTS (SELECT FROM payments_collectionpause p WHERE p.organization_id = i.organization_id
            AND p.invoice_id = i.id AND p.lifted_at IS NULL)
    FROM invoicing_invoice i
    JOIN accounts_account a ON a.organization_id = i.organization_id AND a.id = i.account_id
    LEFT JOIN payments_deferral f ON f.organization_id = i.organization_id AND f.invoice_id = i.id
    WHERE i.organization_id = %(organization)s AND i.id IN (
        SELECT id FROM invoicing_invoice WHERE organization_id = %(organization)s AND settled_minor < total_minor
        UNION
        SELECT invoice_id FROM invoicing_lateclaim
        WHERE organization_id = %(organization)s AND amount_minor > settled_minor + waived_minor
    )
    ORDER BY 10, i.number
"""
_HEAD: Final = (
    "account", "name", "invoice", "issued", "due", "days_late", "bucket", "left", "fees_and_interest", "currency",
    "disputed", "paused",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aged:
    """One open invoice. `beside` are fees and interest; `days` how many days it is past its day, below one not yet."""

    invoice: UUID
    number: int
    account: UUID
    code: str
    name: str
    issued_on: date
    due_on: date
    days: int
    rest: Money
    beside: Money
    disputed: bool
    paused: bool

    @property
    def bucket(self) -> str:
        return bucket_of(days=self.days)

    @property
    def total(self) -> Money:
        return self.rest + self.beside


def open_of_company(organization: OrganizationId, *, today: date) -> list[Aged]:
    """Every open invoice of the company, the oldest due first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"organization": organization})
        rows = cursor.fetchall()
    return [
        Aged(
            id_, number, account, code, name, issued, due, (today - due).days, Money(rest, currency),
            Money(beside, currency), disputed, resting,
        )
        for id_, number, account, code, name, currency, issued, rest, beside, due, disputed, resting in rows
    ]  # fmt: skip


def by_age(*, items: Sequence[Aged]) -> dict[str, dict[str, Money]]:
    """The sums by currency and bucket; every bucket is there, also with nothing in it."""
    sums: dict[str, dict[str, Money]] = {}
    for item in items:
        mine = sums.setdefault(item.rest.currency, {name: Money.zero(item.rest.currency) for name in BUCKETS})
        mine[item.bucket] += item.total
    return sums


def open_csv(*, items: Sequence[Aged]) -> bytes:
    """The list as CSV, with codes for a program."""
    rows: list[tuple[str | int | None, ...]] = [_HEAD]
    rows += [
        (
            item.code, item.name, item.number, item.issued_on.isoformat(), item.due_on.isoformat(), max(0, item.days),
            item.bucket, decimal(item.rest.minor), decimal(item.beside.minor), item.rest.currency,
            "yes" if item.disputed else "", "yes" if item.paused else "",
        )
        for item in items
    ]  # fmt: skip
    return as_csv(rows, mark=True)
