"""What may be asked about refunds."""

from uuid import UUID

from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.kernel.ids import OrganizationId


def open_refunds(organization: OrganizationId) -> list[RefundTask]:
    """What the company has still to pay back, the first deadline first, with the accounts."""
    mine = RefundTask.objects.filter(organization_id=organization, state="open")
    return list(mine.select_related("account").order_by("due_on", "made_at"))


def refunds_of(organization: OrganizationId, *, account: UUID) -> list[RefundTask]:
    """The refunds of an account, newest first; dropped ones are left out."""
    mine = RefundTask.objects.filter(organization_id=organization, account_id=account).exclude(state="dropped")
    return list(mine.order_by("-made_at"))
