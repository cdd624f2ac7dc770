"""List what a withdrawal pays back, with its deadline (WDR-7)."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.rules.law.withdrawal import refund_due_on
from selvbetjening.domain.invoicing.models import CreditNote
from selvbetjening.domain.payments.actions.refunds import open_refund
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def refund_withdrawal(
    organization: OrganizationId, *, account: UUID, noticed_on: date, actor: Actor, at: datetime
) -> list[RefundTask]:
    """In the transaction of the withdrawal: its credit notes, those issued at `at`, first settle their own invoices.

    What is left of them was paid, and becomes a refund due fourteen days after the notice, one for each currency.
    Records `CreditUsed` and `RefundOpened`.
    """
    with within(organization):
        use_credit(organization, account=account, actor=actor, at=at, own_only=True)
        left: dict[str, int] = defaultdict(int)
        for note in CreditNote.objects.filter(organization_id=organization, account_id=account, issued_at=at):
            left[note.currency] += note.total_minor - note.used_minor
        return [
            open_refund(
                organization,
                account=account,
                amount=Money(minor, currency),
                reason="withdrawal",
                due_on=refund_due_on(noticed_on=noticed_on),
                actor=actor,
                at=at,
            )
            for currency, minor in sorted(left.items())
            if minor > 0
        ]
