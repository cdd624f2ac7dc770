"""What can have happened to money. Ids and amounts only; the payer's reference stays in the payment's own row."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class PaymentRecorded(Fact):
    """Money came in for an invoice; `settled` says that nothing is left to pay."""

    name = "payments.recorded"
    payment: UUID
    invoice: UUID
    amount: Money
    paid_on: date
    settled: bool
