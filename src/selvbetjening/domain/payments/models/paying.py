"""The payment link, money given back by card, and payments that were taken back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.payments.models.credit import RefundTask
from selvbetjening.domain.payments.models.gateways import GatewayAccount
from selvbetjening.domain.payments.models.payment import Payment
from selvbetjening.kernel.money import Money


class PaymentLink(OrganizationOwned):
    """The way to one invoice without a login (PY-01). Found by `token_digest`; mails show it again out of `sealed`.

    `opened_at` is when somebody first went on to pay by it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    token_digest = models.BinaryField(max_length=32)
    sealed = models.BinaryField(max_length=400)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "token_digest"], name="payment_link_token"),
            models.UniqueConstraint(fields=["organization", "invoice"], name="payment_link_one_per_invoice"),
        ]

    def __str__(self) -> str:
        return str(self.made_at)


class CardRefund(OrganizationOwned):
    """An order to a gateway to give money of a payment back, written before the gateway hears of it (G2).

    `task` is the refund list's row that it carries out: that money stands to the account's good. Without one the
    payment itself is taken back (`PaymentReversal`), and its invoice is unpaid again by as much.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    gateway_account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="card_refunds", db_constraint=False
    )
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="card_refunds", db_constraint=False)
    task = models.ForeignKey(
        RefundTask, on_delete=models.PROTECT, related_name="card_refunds", db_constraint=False, null=True
    )
    reference = models.CharField(max_length=20)
    external_ref = models.CharField(max_length=120, blank=True, default="")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default="made")
    failure = models.CharField(max_length=30, blank=True, default="")
    made_at = models.DateTimeField()
    next_look_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "gateway_account", "reference"], name="card_refund_reference"
            ),
            models.UniqueConstraint(
                fields=["organization", "task"],
                condition=Q(task__isnull=False, state__in=["made", "sent", "pending", "unknown", "succeeded"]),
                name="card_refund_one_per_task",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="card_refund_amount"),
            models.CheckConstraint(
                condition=Q(state__in=["made", "sent", "pending", "unknown", "succeeded", "failed"]),
                name="card_refund_state",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "next_look_at"],
                name="card_refund_to_look_at",
                condition=Q(next_look_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class PaymentReversal(OrganizationOwned):
    """Money of a payment that left us again: a refund or a chargeback. Only ever added to.

    Negative where it came back: a refund that failed afterwards, a chargeback that was won. `unsettled_minor` was taken
    off the invoice, `claims_minor` off what was claimed beside it; the rest off what stood to the account's good. What
    left for a payment stays between nothing and its amount (held by the action under the account's lock).
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="reversals", db_constraint=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    reason = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    unsettled_minor = models.BigIntegerField()
    claims_minor = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=120)
    reversed_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "reason", "reference"], name="reversal_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="reversal_amount"),
            models.CheckConstraint(
                condition=Q(reason__in=["refund", "refund_failed", "chargeback", "chargeback_won"]),
                name="reversal_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.amount_minor}"


class Chargeback(OrganizationOwned):
    """The payer's bank disputes a payment (the gateway's "dispute"; a customer's own objection is `Dispute`).

    `told_at` is when the company was mailed of it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="chargebacks", db_constraint=False)
    external_id = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default="open")
    reason = models.CharField(max_length=60, blank=True, default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "external_id"], name="chargeback_once"),
            models.CheckConstraint(condition=Q(state__in=["open", "won", "lost"]), name="chargeback_state"),
        ]

    def __str__(self) -> str:
        return f"{self.external_id} {self.state}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class CollectionPause(OrganizationOwned):
    """An invoice that is unpaid again and is neither charged nor reminded until the company has decided.

    `reason` is `chargeback` or `refund_outside` (made in the gateway's own pages). `decision` is `collect` (as any
    unpaid invoice) or `settled` (nothing is to be done), once it was taken.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    reason = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    decision = models.CharField(max_length=20, blank=True, default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "invoice"], condition=Q(lifted_at__isnull=True), name="collection_pause_one"
            ),
            models.CheckConstraint(condition=Q(reason__in=["chargeback", "refund_outside"]), name="pause_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, decision="")
                | Q(lifted_at__isnull=False, decision__in=["collect", "settled"]),
                name="pause_lifted_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.decision}".strip()
