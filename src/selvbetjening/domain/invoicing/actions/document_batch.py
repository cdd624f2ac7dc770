"""Make the documents of freshly issued invoices, so that nobody waits for one (XB-20)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from selvbetjening.domain.invoicing.actions.check import check_document
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.models import DocumentCheck, Invoice
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

BATCH = 50


def document_batch(organization: OrganizationId, *, first: int, last: int, at: datetime) -> int:
    """Make the missing documents of the invoices with these numbers, and return how many. May be run again.

    Each document is a transaction of its own: a worker killed here loses one page of work. Each is checked by the
    official rules besides, and what they find is kept.
    """
    made, after = 0, first - 1
    while missing := _missing(organization, after=after, last=last):
        for number, invoice in missing:
            document(organization, invoice=invoice, at=at)
            check_document(organization, invoice=invoice, at=at)
            after, made = number, made + 1
    return made


def _missing(organization: OrganizationId, *, after: int, last: int) -> list[tuple[int, UUID]]:
    with within(organization):
        # What is checked is documented, too: the check comes last.
        checked = DocumentCheck.objects.filter(organization_id=organization, invoice_id=OuterRef("id"))
        found = (
            Invoice.objects.filter(
                ~Exists(checked), organization_id=organization, series="invoice", number__gt=after, number__lte=last
            )
            .order_by("number")
            .values_list("number", "id")
        )
        return list(found[:BATCH])


@job(name="invoicing.document")
def document_job(organization: OrganizationId, *, at: datetime, first: int, last: int) -> None:
    """The wake-up after an issue: whatever of these numbers has no document yet."""
    document_batch(organization, first=first, last=last, at=at)
