"""What may be asked about refunds."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.payments.models import RefundTask as RefundTask
from selvbetjening.domain.payments.rules.bank_accounts import BankAccount, bank_account, sealed_as
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import SealBroken, unseal


def open_refunds(organization: OrganizationId) -> list[RefundTask]:
    """What the company has still to pay back, the first deadline first, with the accounts."""
    mine = RefundTask.objects.filter(organization_id=organization, state="open")
    return list(mine.select_related("account").order_by("due_on", "made_at"))


def refunds_of(organization: OrganizationId, *, account: UUID) -> list[RefundTask]:
    """The refunds of an account, newest first; dropped ones are left out."""
    mine = RefundTask.objects.filter(organization_id=organization, account_id=account).exclude(state="dropped")
    return list(mine.order_by("-made_at"))


def open_refund_of(organization: OrganizationId, *, account: UUID, refund: UUID) -> RefundTask:
    """One refund of this account that is not paid yet. Raises `RefundTask.DoesNotExist`."""
    return RefundTask.objects.get(organization_id=organization, account_id=account, id=refund, state="open")


def open_refund_made(
    organization: OrganizationId, *, account: UUID, reason: str, made_at: datetime
) -> RefundTask | None:
    """The refund that was opened at that moment for that reason, as long as it is not paid."""
    mine = RefundTask.objects.filter(organization_id=organization, account_id=account, state="open")
    return mine.filter(reason=reason, made_at=made_at).first()


def account_of(organization: OrganizationId, *, refund: RefundTask) -> BankAccount | None:
    """Where the customer wants it paid to; None where nothing was said, or its key was taken away."""
    if not refund.sealed_account:
        return None
    try:
        purpose = sealed_as(organization=organization, refund=refund.id)
        registration, number = unseal(bytes(refund.sealed_account), purpose=purpose).decode().split(" ")
    except SealBroken:
        return None
    return bank_account(registration=registration, number=number)
