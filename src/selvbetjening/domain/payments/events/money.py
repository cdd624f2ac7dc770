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
class RefundAccountNamed(Fact):
    """The customer said which bank account it is to be paid to; the number stays with the open refund, sealed."""

    name = "payments.refund_account_named"
    refund: UUID


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


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(Fact):
    """The customer said no to one line of an invoice (CM-06); its words stay in the dispute's own row."""

    name = "payments.dispute_opened"
    dispute: UUID
    invoice: UUID
    amount: Money
    answer_by_on: date


@dataclass(frozen=True, kw_only=True)
class DisputeAnswered(Fact):
    """The company wrote in a dispute."""

    name = "payments.dispute_answered"
    dispute: UUID
    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class DisputeReplied(Fact):
    """The customer wrote in a dispute."""

    name = "payments.dispute_replied"
    dispute: UUID
    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class DisputeAccepted(Fact):
    """The company agreed: the line is credited."""

    name = "payments.dispute_accepted"
    dispute: UUID
    invoice: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class DisputePartlyAccepted(Fact):
    """The company agreed to a part: `amount` of the line is credited, `left` is due on a new day."""

    name = "payments.dispute_partly_accepted"
    dispute: UUID
    invoice: UUID
    amount: Money
    left: Money
    new_due_on: date


@dataclass(frozen=True, kw_only=True)
class DisputeRejected(Fact):
    """The company turned a dispute down; the amount is due on a new day, at least ten days out."""

    name = "payments.dispute_rejected"
    dispute: UUID
    invoice: UUID
    amount: Money
    new_due_on: date


@dataclass(frozen=True, kw_only=True)
class DisputeWithdrawn(Fact):
    """The customer took a dispute back."""

    name = "payments.dispute_withdrawn"
    dispute: UUID
    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class DisputeEscalated(Fact):
    """A dispute was not answered in time: the company's owner is told."""

    name = "payments.dispute_escalated"
    dispute: UUID
    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class InvoiceDeferred(Fact):
    """The customer got more time for an invoice."""

    name = "payments.invoice_deferred"
    invoice: UUID
    until_on: date


@dataclass(frozen=True, kw_only=True)
class PaymentPlanMade(Fact):
    """What is left of an invoice is to be paid in parts."""

    name = "payments.plan_made"
    plan: UUID
    invoice: UUID
    total: Money
    parts: int


@dataclass(frozen=True, kw_only=True)
class PaymentPlanBroken(Fact):
    """A part of an instalment plan was not paid in time."""

    name = "payments.plan_broken"
    plan: UUID
    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentPlanFinished(Fact):
    """The last part of an instalment plan was paid."""

    name = "payments.plan_finished"
    plan: UUID
    invoice: UUID
