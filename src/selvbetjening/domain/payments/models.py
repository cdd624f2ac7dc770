"""Payments."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned


class Payment(OrganizationOwned):
    """Money that came in for one invoice. `reference` is the payer's or the bank's own id and is used once."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments", db_constraint=False)
    method = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    reference = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "method", "reference"], name="payment_recorded_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.amount_minor} {self.currency}"
