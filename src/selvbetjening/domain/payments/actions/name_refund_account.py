"""Let a customer say where a refund is to be paid to (WDR-7)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.events import RefundAccountNamed
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.payments.rules.bank_accounts import bank_account, sealed_as
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import seal


def name_refund_account(
    organization: OrganizationId,
    *,
    account: UUID,
    refund: UUID,
    registration: str,
    number: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep the bank account with the open refund, sealed, until it is paid or dropped; the latest one counts.

    Records `RefundAccountNamed`, without the number. Raises `Refused` (`registration`, `account_number`, `closed`) and
    `RefundTask.DoesNotExist`, also for another account's.
    """
    wanted = bank_account(registration=registration, number=number)
    with within(organization):
        mine = RefundTask.objects.filter(organization_id=organization, account_id=account, id=refund)
        sealed = seal(str(wanted), purpose=sealed_as(organization=organization, refund=refund))
        if not mine.filter(state="open").update(sealed_account=sealed):
            mine.get()
            raise Refused("closed")
        record(organization, fact=RefundAccountNamed(account=account, refund=refund), actor=actor, at=at)
