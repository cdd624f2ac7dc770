"""What may be asked about invoices; the organization first, and always the account that asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from selvbetjening.domain.invoicing.models import Invoice as Invoice
from selvbetjening.domain.invoicing.models import InvoiceDocument
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True)
class Page:
    """Some rows of a longer list, and how long it is."""

    rows: list[Invoice]
    total: int


@dataclass(frozen=True)
class OpenInvoices:
    """What an account has still to pay. `total` is the currency with most invoices in it; `overdue` counts them.

    `due_on` is the earliest day (Copenhagen) that one of those that are not past it is due; None without one.
    """

    count: int
    total: Money
    overdue: int
    due_on: date | None = None


# Plain SQL, as for the other numbers of the overview: Django takes longer to make this query than to run it.
_OPEN = """
    SELECT currency, count(*), sum(total_minor - settled_minor), count(*) FILTER (WHERE due_on < %s),
        min(due_on) FILTER (WHERE due_on >= %s)
    FROM invoicing_invoice
    WHERE organization_id = %s AND account_id = %s AND settled_minor < total_minor
    GROUP BY currency
    ORDER BY count(*) DESC, currency
"""


def of_account(organization: OrganizationId, *, account: UUID, offset: int = 0, limit: int = 25) -> Page:
    """The account's invoices, newest first, those of ended subscriptions too (XB-15); two queries."""
    found = Invoice.objects.filter(organization_id=organization, account_id=account).defer("snapshot")
    return Page(rows=list(found.order_by("-number")[offset : offset + limit]), total=found.count())


def open_of_account(organization: OrganizationId, *, account: UUID, today: date) -> OpenInvoices:
    """How many invoices are unpaid, how much is left on them, and how many are past their due day; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [today, today, organization, account])
        rows = cursor.fetchall()
    if not rows:
        return OpenInvoices(count=0, total=Money.zero("DKK"), overdue=0)
    currency, _count, left, _overdue, _due_on = rows[0]
    return OpenInvoices(
        count=sum(row[1] for row in rows),
        total=Money(int(left), currency),
        overdue=sum(row[3] for row in rows),
        due_on=min((row[4] for row in rows if row[4]), default=None),
    )


def get(organization: OrganizationId, *, account: UUID, invoice: UUID) -> Invoice:
    """One invoice of this account with its lines prefetched. Raises `Invoice.DoesNotExist`."""
    mine = Invoice.objects.filter(organization_id=organization, account_id=account)
    return mine.prefetch_related("lines").get(id=invoice)


def stored_document(organization: OrganizationId, *, invoice: UUID) -> InvoiceDocument | None:
    """The PDF as it was stored, or None when it is not made yet."""
    return InvoiceDocument.objects.filter(organization_id=organization, invoice_id=invoice, kind="pdf").first()
