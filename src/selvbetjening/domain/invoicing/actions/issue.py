"""Issue invoices: a number each, the snapshot, the lines and the fact, all in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.invoicing.actions.document_batch import document_job
from selvbetjening.domain.invoicing.documents.freeze import Letterhead, frozen
from selvbetjening.domain.invoicing.events import InvoiceIssued
from selvbetjening.domain.invoicing.rules import DraftLine, totals
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.bulk import insert_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.formatting import format_period, language_of
from selvbetjening.kernel.ids import OrganizationId, new_id, new_ids_as_text
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period

SERIES = "invoice"

# The counter's row stays locked until the transaction ends: whoever comes next waits, a rollback gives the numbers
# back, and so there is no gap (NUM-1, XB-25).
_MAKE_SERIES = """
    INSERT INTO invoicing_numberseries (id, organization_id, code, next_number) VALUES (%s, %s, %s, 1)
    ON CONFLICT (organization_id, code) DO NOTHING
"""
_TAKE_NUMBERS = """
    UPDATE invoicing_numberseries SET next_number = next_number + %s
    WHERE organization_id = %s AND code = %s RETURNING next_number - %s
"""
_INVOICE = (
    "id", "organization_id", "account_id", "series", "number", "issued_on", "due_on", "currency", "net_minor",
    "vat_minor", "total_minor", "settled_minor", "language", "snapshot", "issued_at",
)  # fmt: skip
_LINE = (
    "id", "organization_id", "invoice_id", "position", "subscription_id", "text", "starts_on", "ends_on", "quantity",
    "unit_price_minor", "net_minor", "vat_basis_points",
)  # fmt: skip
_LONGEST_TEXT = 200


class Draft(NamedTuple):
    """An invoice before it has a number: for whom, in which currency, and its lines."""

    account: Account
    currency: str
    lines: Sequence[DraftLine]


class Issued(NamedTuple):
    """An invoice that was issued, and the ids of its lines in their order."""

    invoice: UUID
    number: int
    total: Money
    lines: list[str]


def issue(
    organization: OrganizationId, *, drafts: Sequence[Draft], issued_on: date, actor: Actor, at: datetime
) -> list[Issued]:
    """Issue one invoice for each draft, in their order, with consecutive numbers.

    Due after the organization's payment terms; texts in the account's language, frozen with everything else that the
    document says (XB-19, XB-28). Wakes the job that makes the documents. Records `InvoiceIssued` for each.
    """
    if not drafts:
        return []
    with within(organization):
        owner = Organization.objects.get(id=organization)
        due_on = issued_on + timedelta(days=owner.payment_terms_days)
        first = _take_numbers(organization, count=len(drafts))
        letterhead = Letterhead.of(owner, issued_on=issued_on, due_on=due_on)
        issued, invoices, lines = [], [], []
        for number, draft in enumerate(drafts, start=first):
            made, row = _invoice(draft, number, letterhead, issued_on, due_on, at)
            issued.append(made)
            invoices.append((made.invoice, organization, *row))
            lines += _lines(organization, made, draft.lines, draft.account.language)
        insert_many(table="invoicing_invoice", columns=_INVOICE, rows=invoices)
        insert_many(table="invoicing_invoiceline", columns=_LINE, rows=lines)
        facts = [
            InvoiceIssued(
                account=draft.account.id,
                invoice=made.invoice,
                number=made.number,
                total=made.total,
                issued_on=issued_on,
                due_on=due_on,
            )
            for draft, made in zip(drafts, issued, strict=True)
        ]
        record_many(organization, facts=facts, actor=actor, at=at)
        document_job.defer(organization, first=first, last=first + len(drafts) - 1)
    return issued


def _take_numbers(organization: OrganizationId, *, count: int) -> int:
    """Lock the series and take so many numbers; the first of them."""
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(_TAKE_NUMBERS, [count, organization, SERIES, count])
            if row := cursor.fetchone():
                return int(row[0])
            cursor.execute(_MAKE_SERIES, [new_id(), organization, SERIES])
    raise RuntimeError("the number series could not be made")


def _invoice(
    draft: Draft, number: int, letterhead: Letterhead, issued_on: date, due_on: date, at: datetime
) -> tuple[Issued, tuple[object, ...]]:
    summed = totals(nets=[(line.vat_basis_points, line.net_minor) for line in draft.lines])
    total = Money(summed.total_minor, draft.currency)
    made = Issued(new_id(), number, total, new_ids_as_text(len(draft.lines)))
    snapshot = frozen(
        letterhead=letterhead,
        buyer=draft.account,
        number=number,
        currency=draft.currency,
        lines=draft.lines,
        summed=summed,
    )
    row = (
        draft.account.id, SERIES, number, issued_on, due_on, draft.currency, summed.net_minor, summed.vat_minor,
        summed.total_minor, 0, draft.account.language, snapshot, at,
    )  # fmt: skip
    return made, row


def _lines(
    organization: OrganizationId, made: Issued, lines: Sequence[DraftLine], language: str
) -> list[tuple[object, ...]]:
    return [
        (
            id_, organization, made.invoice, position, line.subscription, _text(line, language), line.starts_on,
            line.ends_on, line.quantity, line.unit_price_minor, line.net_minor, line.vat_basis_points,
        )
        for position, (id_, line) in enumerate(zip(made.lines, lines, strict=True), start=1)
    ]  # fmt: skip


def _text(line: DraftLine, language: str) -> str:
    """What the line is, and its days: a line is read in lists too, where the paper's period column is missing."""
    return f"{line.text}, {_days(line.starts_on, line.ends_on, language)}"[:_LONGEST_TEXT]


@lru_cache(maxsize=1024)
def _days(starts_on: date, ends_on: date, language: str) -> str:
    return format_period(Period(starts_on, ends_on), language_of(language))
