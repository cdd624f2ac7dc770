"""What may be asked about payments; the organization first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.payments.models import Payment, PaymentReversal
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True)
class Paid:
    """One payment as its payer may see it; below nothing where its money left again (`reason` says why).

    `method` is how it came: `manual`, `betalingsservice`, or a gateway's code.
    """

    paid_on: date
    amount: Money
    reason: str = ""
    method: str = ""


def of_invoice(organization: OrganizationId, *, invoice: UUID) -> list[Paid]:
    """The payments of an invoice and what of them left again, oldest first."""
    found = Payment.objects.filter(organization_id=organization, invoice_id=invoice).order_by("paid_on", "recorded_at")
    gone = PaymentReversal.objects.filter(organization_id=organization, invoice_id=invoice).order_by(
        "reversed_on", "recorded_at"
    )
    shown = [Paid(each.paid_on, Money(each.amount_minor, each.currency), method=each.method) for each in found]
    shown += [Paid(row.reversed_on, Money(-row.amount_minor, row.currency), row.reason) for row in gone]
    return sorted(shown, key=lambda paid: paid.paid_on)
