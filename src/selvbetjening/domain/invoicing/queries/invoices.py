"""What may be asked about invoices; the organization first, and always the account that asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from selvbetjening.domain.invoicing.models import Invoice as Invoice
from selvbetjening.domain.invoicing.models import InvoiceDocument
from selvbetjening.domain.invoicing.models import InvoiceLine as InvoiceLine
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Page:
    """Some rows of a longer list, and how long it is."""

    rows: list[Invoice]
    total: int


def of_account(organization: OrganizationId, *, account: UUID, offset: int = 0, limit: int = 25) -> Page:
    """The account's invoices, newest first, those of ended subscriptions too (XB-15); two queries."""
    found = Invoice.objects.filter(organization_id=organization, account_id=account).defer("snapshot")
    return Page(rows=list(found.order_by("-number")[offset : offset + limit]), total=found.count())


def get(organization: OrganizationId, *, account: UUID, invoice: UUID) -> Invoice:
    """One invoice of this account with its lines prefetched. Raises `Invoice.DoesNotExist`."""
    mine = Invoice.objects.filter(organization_id=organization, account_id=account)
    return mine.prefetch_related("lines").get(id=invoice)


def stored_document(organization: OrganizationId, *, invoice: UUID) -> InvoiceDocument | None:
    """The PDF as it was stored, or None when it is not made yet."""
    return InvoiceDocument.objects.filter(organization_id=organization, invoice_id=invoice, kind="pdf").first()


def numbers_of_subscription(
    organization: OrganizationId, *, subscription: UUID, among: Sequence[UUID]
) -> dict[UUID, int]:
    """Those of these invoices that have a line of the subscription, with their numbers; one query."""
    lines = InvoiceLine.objects.filter(
        organization_id=organization, subscription_id=subscription, invoice_id__in=list(among)
    )
    return dict(lines.values_list("invoice_id", "invoice__number"))
