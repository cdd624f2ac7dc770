"""What may be asked about invoices; the organization first, and always the account that asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, Sum

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
    """What an account has still to pay. `total` is the currency with most invoices in it; `overdue` counts them."""

    count: int
    total: Money
    overdue: int


def of_account(organization: OrganizationId, *, account: UUID, offset: int = 0, limit: int = 25) -> Page:
    """The account's invoices, newest first, those of ended subscriptions too (XB-15); two queries."""
    found = Invoice.objects.filter(organization_id=organization, account_id=account).defer("snapshot")
    return Page(rows=list(found.order_by("-number")[offset : offset + limit]), total=found.count())


def open_of_account(organization: OrganizationId, *, account: UUID, today: date) -> OpenInvoices:
    """How many invoices are unpaid, how much is left on them, and how many are past their due day; one query."""
    found = (
        Invoice.objects.filter(organization_id=organization, account_id=account, settled_minor__lt=F("total_minor"))
        .values("currency")
        .annotate(
            count=Count("id"),
            left=Sum(F("total_minor") - F("settled_minor")),
            overdue=Count("id", filter=Q(due_on__lt=today)),
        )
        .order_by("-count", "currency")
    )
    rows = list(found)
    if not rows:
        return OpenInvoices(count=0, total=Money.zero("DKK"), overdue=0)
    return OpenInvoices(
        count=sum(row["count"] for row in rows),
        total=Money(int(rows[0]["left"]), rows[0]["currency"]),
        overdue=sum(row["overdue"] for row in rows),
    )


def get(organization: OrganizationId, *, account: UUID, invoice: UUID) -> Invoice:
    """One invoice of this account with its lines prefetched. Raises `Invoice.DoesNotExist`."""
    mine = Invoice.objects.filter(organization_id=organization, account_id=account)
    return mine.prefetch_related("lines").get(id=invoice)


def stored_document(organization: OrganizationId, *, invoice: UUID) -> InvoiceDocument | None:
    """The PDF as it was stored, or None when it is not made yet."""
    return InvoiceDocument.objects.filter(organization_id=organization, invoice_id=invoice, kind="pdf").first()
