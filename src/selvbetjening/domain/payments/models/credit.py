"""What becomes of the money that stands to an account's good: it pays invoices, or is given back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import CreditNote, Invoice, LateClaim
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.payments.models.payment import Payment
from selvbetjening.kernel.money import Money


class RefundTask(OrganizationOwned):
    """Money that the company must pay back by a day (WDR-7, PY-06).

    The amount is taken off the balance when the task is made, so that no invoice can use it; a task that is dropped
    gives it back. `reason` is a code; `reference` is the bank's or the gateway's own, once it is refunded.
    `sealed_account` is the customer's bank account, as long as it is open (`rules.bank_accounts`).
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=30)
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="open")
    reference = models.CharField(max_length=80, blank=True, default="")
    sealed_account = models.BinaryField(max_length=200, default=b"")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_task_amount"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, reference="")
                | (Q(state="refunded", closed_at__isnull=False) & ~Q(reference=""))
                | Q(state="dropped", closed_at__isnull=False, reference=""),
                name="refund_task_state",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(sealed_account=b""), name="refund_task_closed_keeps_no_account"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "due_on"], name="refund_task_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.amount_minor} {self.currency}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class CreditUse(OrganizationOwned):
    """One amount of a credit note or an overpayment, and the invoice or refund that it went to. Only ever added to.

    With `claim` it paid what was claimed beside the invoice. A negative amount takes back what a dropped refund had
    reserved, or what an overpayment had paid whose money left again.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    credit_note = models.ForeignKey(
        CreditNote, on_delete=models.PROTECT, related_name="uses", db_constraint=False, null=True
    )
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="uses", db_constraint=False, null=True)
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="credits_used", db_constraint=False, null=True
    )
    claim = models.ForeignKey(
        LateClaim, on_delete=models.PROTECT, related_name="credits_used", db_constraint=False, null=True
    )
    refund = models.ForeignKey(
        RefundTask, on_delete=models.PROTECT, related_name="uses", db_constraint=False, null=True
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    used_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["used_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(credit_note__isnull=False, payment__isnull=True)
                | Q(credit_note__isnull=True, payment__isnull=False),
                name="credit_use_one_source",
            ),
            models.CheckConstraint(
                condition=(
                    Q(invoice__isnull=False, refund__isnull=True) | Q(invoice__isnull=True, refund__isnull=False)
                )
                & ~Q(amount_minor=0),
                name="credit_use_one_target",
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=True) | Q(invoice__isnull=False), name="credit_use_claim_has_invoice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"
