"""Payments."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money


class Payment(OrganizationOwned):
    """Money that came in for one invoice. `reference` is the payer's or the bank's own id and is used once.

    `overpaid_minor` is what was more than the invoice needed: it is the account's balance (PY-06), and `used_minor`
    says how much of it has paid other invoices, was refunded, or left again (`PaymentReversal`). It is below nothing
    where money came back that the invoice needs no more. `account` is known where something was overpaid.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments", db_constraint=False)
    method = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    overpaid_minor = models.BigIntegerField(default=0, db_default=0)
    used_minor = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    reference = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    retain_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "method", "reference"], name="payment_recorded_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=Q(
                    used_minor__gte=F("overpaid_minor") - F("amount_minor"),
                    used_minor__lte=F("overpaid_minor"),
                    overpaid_minor__gte=0,
                    overpaid_minor__lte=F("amount_minor"),
                ),
                name="payment_used_within_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(overpaid_minor=0, used_minor__gte=0) | Q(account__isnull=False),
                name="payment_overpaid_knows_account",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "account"],
                name="payment_unused",
                condition=Q(used_minor__lt=F("overpaid_minor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.amount_minor} {self.currency}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
