"""Issued documents, draft lines and their sums as other systems list them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from selvbetjening.domain.invoicing.models import CreditNoteDocument as CreditNoteDocument
from selvbetjening.domain.invoicing.models import DraftLine as DraftLine
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.models import IssuedDocument as IssuedDocument
from selvbetjening.domain.invoicing.models import IssuedLine as IssuedLine
from selvbetjening.domain.invoicing.rules.line_ids import bounds_of
from selvbetjening.kernel.ids import OrganizationId


def issued_documents(organization: OrganizationId) -> QuerySet[IssuedDocument]:
    """All invoices and credit notes; lazy."""
    return IssuedDocument.objects.filter(organization_id=organization).order_by()


def issued_lines(organization: OrganizationId) -> QuerySet[IssuedLine]:
    """All their lines; lazy."""
    return IssuedLine.objects.filter(organization_id=organization).order_by()


def line_numbered(organization: OrganizationId, *, number: int) -> IssuedLine | None:
    """The line with this whole number (`rules.line_ids`)."""
    bounds = bounds_of(number=number)
    if bounds is None:
        return None
    return issued_lines(organization).filter(id__gte=bounds[0], id__lte=bounds[1]).order_by("id").first()


def lines_of(organization: OrganizationId, *, documents: Sequence[UUID]) -> dict[UUID, list[IssuedLine]]:
    """The lines of these documents in their order; one query."""
    found: dict[UUID, list[IssuedLine]] = {}
    for line in issued_lines(organization).filter(document_id__in=list(documents)).order_by("position"):
        found.setdefault(line.document_id, []).append(line)
    return found


def with_subscription(organization: OrganizationId, *, subscription: UUID) -> QuerySet[IssuedLine, UUID]:
    """The ids of the documents that have a line of the subscription; lazy."""
    return issued_lines(organization).filter(subscription_id=subscription).values_list("document_id", flat=True)


def listed_drafts(organization: OrganizationId, *, taken: bool = False) -> QuerySet[DraftLine]:
    """Draft lines that wait for an invoice, with account; lazy. With `taken` those that an invoice has, too."""
    found = DraftLine.objects.filter(organization_id=organization, dropped_at=None)
    found = found if taken else found.filter(invoice_line=None)
    found = found.select_related("account").order_by()
    return found.annotate(modified_at=Coalesce("last_modified_at", "added_at"))


@dataclass(frozen=True)
class Flow:
    """Sums of one currency in øre, incl. VAT; `days` maps a due day to what is expected on it."""

    currency: str
    invoiced: int
    expected: int
    overdue: int
    days: dict[date, int]


def flows(organization: OrganizationId, *, starts_on: date, ends_on: date, today: date) -> list[Flow]:
    """What was invoiced from `starts_on` to before `ends_on`, and what is still to come of what is due then.

    Credit notes count as less invoiced. `overdue` is the part of the expected whose day has passed.
    """
    days = Q(due_on__gte=starts_on, due_on__lt=ends_on)
    mine = Invoice.objects.filter(organization_id=organization).order_by()
    issued = IssuedDocument.objects.filter(organization_id=organization, issued_on__gte=starts_on)
    issued_by = issued.filter(issued_on__lt=ends_on).order_by().values("currency").annotate(total=Sum("total_minor"))
    invoiced = {row["currency"]: row["total"] for row in issued_by}
    unpaid = mine.filter(days, settled_minor__lt=F("total_minor")).values("currency", "due_on")
    expected: dict[str, dict[date, int]] = {}
    for row in unpaid.annotate(left=Sum(F("total_minor") - F("settled_minor"))):
        expected.setdefault(row["currency"], {})[row["due_on"]] = row["left"]
    return [
        Flow(
            currency=currency,
            invoiced=invoiced.get(currency, 0),
            expected=sum(by_day.values()),
            overdue=sum(left for day, left in by_day.items() if day < today),
            days=by_day,
        )
        for currency in sorted(invoiced | expected)
        for by_day in [expected.get(currency, {})]
    ]
