"""Pay back what stands to an account's good, whole (XB-22, CAN-4)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.payments.actions.refunds import open_refund
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.payments.queries import balance
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: As long as the law gives for the money of a withdrawal (WDR-7); there is none for other balances.
WITHIN: Final = timedelta(days=14)


def pay_out(
    organization: OrganizationId, *, account: UUID, reason: str, actor: Actor, at: datetime
) -> list[RefundTask]:
    """Open one refund for each currency, due in fourteen days; none where nothing stands to the good.

    What is still open is paid with it first. `reason` is a code as `open_refund` takes it. Records `CreditUsed` and
    `RefundOpened`. Twice, or two at once, pay out once: the balance is gone.
    """
    due_on = copenhagen_day(at) + WITHIN
    with within(organization):
        use_credit(organization, account=account, actor=actor, at=at)  # holds the account's lock from here on
        return [
            open_refund(organization, account=account, amount=amount, reason=reason, due_on=due_on, actor=actor, at=at)
            for amount in balance(organization, account=account)
            if amount.minor > 0
        ]
