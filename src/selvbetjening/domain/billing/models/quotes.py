"""Billed periods, and quotes that promise an amount."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.subscriptions.models import Subscription


class BilledPeriod(OrganizationOwned):
    """One period of one subscription, and the invoice line that bills it. Only ever added to."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice_line = models.ForeignKey(
        InvoiceLine, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "subscription", "starts_on"], name="period_is_billed_once"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="billed_period_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} - {self.ends_on}"


class Quote(OrganizationOwned):
    """What an act will cost, stored, so that exactly that happens or nothing (CM-02).

    `act` is one of `rules.quotes.Act`. `content` holds inputs, lines and dates as JSON;
    `facts_digest` is the digest of everything that it was computed from. A quote is used once.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True
    )
    act = models.CharField(max_length=12)
    content = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    act__in=[
                        *("start", "change", "cancel", "reactivate", "resubscribe"),
                        *("pause", "resume", "coupon", "withdraw"),
                    ]
                ),
                name="quote_act_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.created_at:%Y-%m-%d %H:%M}"
