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


@dataclass(frozen=True, kw_only=True)
class CreditUsed(Fact):
    """Money that stood to the account's good paid an invoice; `settled` says that nothing is left to pay."""

    name = "payments.credit_used"
    invoice: UUID
    number: int
    amount: Money
    settled: bool


@dataclass(frozen=True, kw_only=True)
class RefundOpened(Fact):
    """Money is to be paid back by a day (WDR-7, PY-06)."""

    name = "payments.refund_opened"
    refund: UUID
    amount: Money
    reason: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class RefundMade(Fact):
    """The money was paid back; the bank's reference stays in the refund's own row."""

    name = "payments.refund_made"
    refund: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class RefundDropped(Fact):
    """The refund will not be made: the money stands to the account's good again."""

    name = "payments.refund_dropped"
    refund: UUID
    amount: Money
