"""What may be asked about corrections."""

from uuid import UUID

from selvbetjening.domain.invoicing.models import Correction, CorrectionTask
from selvbetjening.kernel.ids import OrganizationId


def replacement(organization: OrganizationId, *, invoice: UUID) -> UUID | None:
    """The invoice that was issued in place of this one when it was corrected (CM-07), or None."""
    found = Correction.objects.filter(organization_id=organization, original_id=invoice)
    return found.values_list("new_invoice_id", flat=True).first()


def correction_of(organization: OrganizationId, *, invoice: UUID) -> Correction | None:
    """The correction that this invoice was part of, as the original or as the new one."""
    mine = Correction.objects.filter(organization_id=organization).select_related("original", "new_invoice")
    mine = mine.defer("original__snapshot", "new_invoice__snapshot")
    return mine.filter(original_id=invoice).first() or mine.filter(new_invoice_id=invoice).first()


def open_tasks(organization: OrganizationId) -> list[CorrectionTask]:
    """The corrections that customers have asked the company for, oldest first."""
    mine = CorrectionTask.objects.filter(organization_id=organization, closed_at__isnull=True)
    return list(mine.select_related("invoice__account").defer("invoice__snapshot").order_by("asked_at", "id"))
