"""One flat list of an account's documents: invoices, credit notes, and what other systems issued (XB-15, NUM-3)."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from django.db import connection

from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

State = Literal["", "open", "overdue", "paid", "credited"]
STATES: Final = ("open", "overdue", "paid", "credited")
Kind = Literal["invoice", "credit_note", "foreign"]

# The account's own rows only: an account has hundreds of documents at most, so texts are searched without an index.
_DOCUMENTS = """
    SELECT 'invoice' AS kind, id, number::text AS number, number AS place, issued_on, due_on, currency, total_minor,
        total_minor - settled_minor AS left_minor, credited_minor, id AS invoice_id
    FROM invoicing_invoice WHERE organization_id = %(organization)s AND account_id = %(account)s
    UNION ALL
    SELECT 'credit_note', id, number::text, number, issued_on, NULL, currency, total_minor,
        total_minor - used_minor, 0, invoice_id
    FROM invoicing_creditnote WHERE organization_id = %(organization)s AND account_id = %(account)s
    UNION ALL
    SELECT 'foreign', id, foreign_number, 0, issued_on, due_on, currency, total_minor, 0, 0, NULL
    FROM invoicing_foreigndocument WHERE organization_id = %(organization)s AND account_id = %(account)s
"""
# Fees and interest beside an invoice keep it open, though it is paid itself.
_BESIDE: Final = (
    "EXISTS (SELECT FROM invoicing_lateclaim c WHERE c.organization_id = %(organization)s"
    " AND c.invoice_id = documents.invoice_id AND c.amount_minor > c.settled_minor + c.waived_minor)"
)
_STATES: Final = {
    "open": f"kind = 'invoice' AND (left_minor > 0 OR {_BESIDE})",
    "overdue": f"kind = 'invoice' AND (left_minor > 0 OR {_BESIDE}) AND due_on < %(today)s",
    "paid": f"kind = 'invoice' AND left_minor = 0 AND NOT {_BESIDE} AND credited_minor < total_minor",
    "credited": "(kind = 'credit_note' OR (kind = 'invoice' AND credited_minor > 0))",
}
_LINES: Final = (
    "EXISTS (SELECT FROM invoicing_invoiceline l WHERE l.organization_id = %(organization)s"
    " AND l.invoice_id = documents.invoice_id AND {})"
)


_LITERALLY: Final = re.compile(r"([%_\\])")
_ESCAPED: Final = r"\\\1"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; empty means everything. `text` is a number, an amount, or words of a line."""

    state: State = ""
    year: int | None = None
    subscription: UUID | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Filter()


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the list. `left` is what is to be paid, of a credit note what is left to use. `due_on` may be None."""

    kind: Kind
    id: UUID
    number: str
    issued_on: date
    due_on: date | None
    total: Money
    left: Money
    credited: Money


@dataclass(frozen=True, slots=True)
class Documents:
    """Some rows of a longer list, and how long it is."""

    rows: list[Document] = field(default_factory=list)
    total: int = 0


def documents_of(
    organization: OrganizationId, *, account: UUID, wanted: Filter, today: date, offset: int = 0, limit: int = 25
) -> Documents:
    """The account's documents that fit, newest first; two queries, whatever there is."""
    where, values = _where(wanted)
    values |= {"organization": organization, "account": account, "today": today, "offset": offset, "limit": limit}
    chosen = f"FROM ({_DOCUMENTS}) AS documents WHERE {where}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {chosen}", values)
        ((total,),) = cursor.fetchall()
        cursor.execute(
            f"SELECT * {chosen} ORDER BY issued_on DESC, place DESC, kind, id OFFSET %(offset)s LIMIT %(limit)s", values
        )
        rows = cursor.fetchall()
    return Documents([_document(row) for row in rows], total)


def years_of(organization: OrganizationId, *, account: UUID) -> list[int]:
    """The years in which the account got documents, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT extract(year FROM issued_on)::int FROM ({_DOCUMENTS}) AS d ORDER BY 1 DESC",  # noqa: S608
            {"organization": organization, "account": account},
        )
        return [row[0] for row in cursor.fetchall()]


def _document(row: tuple[Any, ...]) -> Document:
    kind, id_, number, _place, issued_on, due_on, currency, total, left, credited, _invoice = row
    amounts = (Money(minor, currency) for minor in (total, left, credited))
    return Document(kind, id_, number, issued_on, due_on, *amounts)


def _where(wanted: Filter) -> tuple[str, dict[str, Any]]:
    parts, values = ["true"], dict[str, Any]()
    if wanted.state:
        parts.append(_STATES[wanted.state])
    if wanted.year is not None:
        parts.append("issued_on >= %(first)s AND issued_on < %(after)s")
        values |= {"first": date(wanted.year, 1, 1), "after": date(wanted.year + 1, 1, 1)}
    if wanted.subscription is not None:
        parts.append(_LINES.format("l.subscription_id = %(subscription)s"))
        values["subscription"] = wanted.subscription
    if text := " ".join(wanted.text.split()):
        found = ["number = %(text)s", _LINES.format("l.text ILIKE %(pattern)s")]
        values |= {"text": text, "pattern": f"%{_LITERALLY.sub(_ESCAPED, text)}%"}
        if (minor := _amount(text)) is not None:
            found.append("%(minor)s IN (total_minor, left_minor)")
            values["minor"] = minor
        parts.append(f"({' OR '.join(found)})")
    return " AND ".join(parts), values


def _amount(text: str) -> int | None:
    """Minor units where the text is an amount, with or without its unit."""
    try:
        return parse_amount(re.sub(r"(?i)\s*(kr\.?|dkk|eur|sek|nok|usd)\s*", "", text))
    except AmountNotUnderstood:
        return None
