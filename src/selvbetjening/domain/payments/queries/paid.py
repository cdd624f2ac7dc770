"""What may be asked about payments; the organization first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.payments.models import Payment
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True)
class Paid:
    """One payment as its payer may see it."""

    paid_on: date
    amount: Money


def of_invoice(organization: OrganizationId, *, invoice: UUID) -> list[Paid]:
    """The payments of an invoice, oldest first."""
    found = Payment.objects.filter(organization_id=organization, invoice_id=invoice).order_by("paid_on", "recorded_at")
    return [Paid(payment.paid_on, Money(payment.amount_minor, payment.currency)) for payment in found]
