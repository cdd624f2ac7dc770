"""A new price for running subscriptions: told in time, with a way out, and written down that it was told (CAN-6)."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.subscriptions.models import Subscription


class PriceChange(OrganizationOwned):
    """Everybody on `from_terms` moves to `to_terms`, from the first renewal on or after `effective_on`.

    `clause` says where in the company's terms it reserved that right; `reason` is told to the customers.
    """

    from_terms = models.ForeignKey(PlanTerms, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    to_terms = models.ForeignKey(PlanTerms, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    noticed_on = models.DateField()
    effective_on = models.DateField()
    clause = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # 30 days are the law's; the setting may only want more.
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("noticed_on") + timedelta(days=30)), name="price_change_notice"
            ),
            models.CheckConstraint(condition=~Q(from_terms=F("to_terms")), name="price_change_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on}"


class PriceNotice(OrganizationOwned):
    """One subscription that a price change concerns. `planned_at` is when the change was put on the subscription.

    `effective_on` is the change's own day, or a later one for who was told late: everybody has the whole notice.
    """

    price_change = models.ForeignKey(PriceChange, on_delete=models.PROTECT, related_name="notices", db_constraint=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    effective_on = models.DateField()
    planned_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "subscription", "price_change"], name="price_notice_once"),
        ]

    def __str__(self) -> str:
        return str(self.subscription_id)
