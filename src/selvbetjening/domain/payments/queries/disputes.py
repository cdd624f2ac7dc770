"""What may be asked about disputes; the organization first, and the account where a customer asks."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Prefetch

from selvbetjening.domain.invoicing.documents.crediting import categories_of
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.payments.models import Dispute as Dispute
from selvbetjening.domain.payments.models import DisputeFile, DisputeMessage
from selvbetjening.domain.payments.rules.disputes import gross
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

#: How often a line may be disputed when the customer took the dispute back: no dispute is a way to stop the clock.
MOST_TRIES: Final = 2


@dataclass(frozen=True, slots=True)
class Disputable:
    """A line that may be disputed: what is left of it incl. VAT, and whether it was disputed before."""

    line: InvoiceLine
    amount: Money
    disputed_before: bool


def disputable(organization: OrganizationId, *, invoice: Invoice) -> list[Disputable]:
    """The lines of an unpaid invoice of which something is left to credit, in their order."""
    if invoice.outstanding.minor <= 0:
        return []
    disputes = Dispute.objects.filter(organization_id=organization, invoice=invoice)
    tried: dict[UUID, int] = {}
    for line, state in disputes.values_list("invoice_line_id", "state"):
        tried[line] = tried.get(line, 0) + (1 if state == "withdrawn" else MOST_TRIES)
    categories = categories_of(invoice.snapshot)
    lines = InvoiceLine.objects.filter(organization_id=organization, invoice=invoice).order_by("position")
    return [
        Disputable(
            line,
            Money(
                gross(
                    net_minor=line.creditable_minor, vat_category=category, vat_basis_points=line.vat_basis_points
                ),
                invoice.currency,
            ),
            tried.get(line.id, 0) >= MOST_TRIES,
        )
        for line, category in zip(lines, categories, strict=True)
        if line.creditable_minor > 0
    ]  # fmt: skip


def category_of(organization: OrganizationId, *, line: InvoiceLine) -> str:
    """The VAT category of a line, as frozen at issue."""
    mine = InvoiceLine.objects.filter(organization_id=organization, invoice_id=line.invoice_id).order_by("position")
    categories = dict(zip(mine.values_list("id", flat=True), categories_of(line.invoice.snapshot), strict=True))
    return categories[line.id]


def disputes_of(organization: OrganizationId, *, invoice: UUID) -> list[Dispute]:
    """Every dispute of the invoice with its line, newest first."""
    found = Dispute.objects.filter(organization_id=organization, invoice_id=invoice)
    return list(found.select_related("invoice_line").order_by("-opened_at"))


def get_dispute(organization: OrganizationId, *, dispute: UUID, account: UUID | None = None) -> Dispute:
    """One dispute with line, thread and the files' names, not their bytes. Raises `Dispute.DoesNotExist`."""
    mine = Dispute.objects.filter(organization_id=organization, id=dispute)
    if account:
        mine = mine.filter(account_id=account)
    files = Prefetch("files", queryset=DisputeFile.objects.defer("content").order_by("name"))
    thread = DisputeMessage.objects.order_by("written_at", "id").prefetch_related(files)
    return mine.select_related("invoice_line", "invoice", "account").prefetch_related(
        Prefetch("messages", queryset=thread)
    ).get()  # fmt: skip


def dispute_file(organization: OrganizationId, *, file: UUID, account: UUID | None = None) -> DisputeFile:
    """One file with its bytes. Raises `DisputeFile.DoesNotExist`, also for another account's."""
    mine = DisputeFile.objects.filter(organization_id=organization, id=file)
    return (mine.filter(message__dispute__account_id=account) if account else mine).get()


def inbox(organization: OrganizationId, *, limit: int = 100) -> list[Dispute]:
    """The disputes that live, with account, line and invoice: who waits longest for an answer first."""
    found = Dispute.objects.filter(organization_id=organization, state__in=["open", "answered"])
    return list(
        found.select_related("account", "invoice_line", "invoice").order_by("-state", "answer_by_on")[:limit]
    )  # fmt: skip


def closed(organization: OrganizationId, *, since: date, limit: int = 100) -> list[Dispute]:
    """The disputes that ended since that day, newest first."""
    found = Dispute.objects.filter(organization_id=organization, closed_on__gte=since)
    return list(found.select_related("account", "invoice_line", "invoice").order_by("-closed_at")[:limit])
