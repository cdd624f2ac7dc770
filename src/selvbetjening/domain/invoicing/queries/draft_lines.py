"""What may be asked about draft lines."""

from uuid import UUID

from selvbetjening.domain.invoicing.models import DraftLine
from selvbetjening.kernel.ids import OrganizationId


def waiting_on(organization: OrganizationId, *, account: UUID) -> list[DraftLine]:
    """What waits for the account's next invoice, oldest first."""
    mine = DraftLine.objects.filter(organization_id=organization, account_id=account)
    return list(mine.filter(invoice_line__isnull=True, dropped_at__isnull=True).order_by("added_at", "id"))
