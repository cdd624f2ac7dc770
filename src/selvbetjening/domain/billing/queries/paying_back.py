"""What of a withdrawal's credit comes back as money, before it and after it (WDR-7)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Sum

from selvbetjening.domain.billing.models import LegalAct
from selvbetjening.domain.billing.rules.law.withdrawal import refund_due_on
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PayingBack:
    """`credited` incl. VAT: of it `paid_back` comes back as money by `due_on`, the rest was never paid and goes."""

    credited: Money
    paid_back: Money
    due_on: date

    @property
    def falls_away(self) -> Money:
        """What is credited of what was invoiced and never paid."""
        return self.credited - self.paid_back


def would_pay_back(
    organization: OrganizationId, *, account: UUID, subscription: UUID, credited: Money, at: datetime
) -> PayingBack:
    """What a withdrawal at `at` that credits so much would pay back: what is left when the contract's open invoices
    are settled with it (`actions.refund_withdrawal`).
    """
    open_ones = Invoice.objects.filter(
        organization_id=organization,
        account_id=account,
        currency=credited.currency,
        settled_minor__lt=F("total_minor"),
        id__in=Invoice.objects.filter(organization_id=organization, lines__subscription_id=subscription).values("id"),
    )
    unpaid = open_ones.aggregate(sum=Sum(F("total_minor") - F("settled_minor")))["sum"] or 0
    paid_back = Money(max(0, credited.minor - unpaid), credited.currency)
    return PayingBack(credited, paid_back, refund_due_on(noticed_on=copenhagen_day(at)))


def paid_back_of(organization: OrganizationId, *, legal_act: LegalAct) -> PayingBack:
    """What this withdrawal pays back: the refund that was opened with it, whatever became of it since."""
    made = RefundTask.objects.filter(
        organization_id=organization,
        account_id=legal_act.account_id,
        reason="withdrawal",
        currency=legal_act.currency,
        made_at=legal_act.recorded_at,
    )
    paid_back = Money(made.aggregate(sum=Sum("amount_minor"))["sum"] or 0, legal_act.currency)
    due_on = refund_due_on(noticed_on=copenhagen_day(legal_act.submitted_at))
    return PayingBack(legal_act.refund or Money(0, legal_act.currency), paid_back, due_on)
