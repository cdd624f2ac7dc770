"""Subscriptions and the change that is planned for one."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.organizations.models import OrganizationOwned


class Subscription(OrganizationOwned):
    """One account on one set of plan terms.

    `renews_on` is the first Copenhagen day that is not billed yet: the start of the next period to bill.
    `code` is the company's own number of it, by which an import finds it again; empty for those made here.
    `anchor_day` (1-31) is the wanted day of the month, so that 31 January is followed by 28 February and 31 March.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    terms = models.ForeignKey(PlanTerms, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    code = models.CharField(max_length=40, blank=True, default="")
    quantity = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, default="active")
    started_on = models.DateField()
    anchor_day = models.PositiveSmallIntegerField()
    period_starts_on = models.DateField()
    renews_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["started_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], condition=~Q(code=""), name="subscription_code"),
            models.CheckConstraint(
                condition=Q(state="active", ends_on__isnull=True)
                | Q(state__in=["cancelled", "ended"], ends_on__isnull=False),
                name="subscription_state_and_end_agree",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="subscription_quantity"),
            models.CheckConstraint(condition=Q(anchor_day__range=(1, 31)), name="subscription_anchor_day"),
            models.CheckConstraint(
                condition=Q(period_starts_on__lte=F("renews_on")), name="subscription_period_before_renewal"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "account", "state", "renews_on", "id"], name="subscription_of_account"
            ),
            models.Index(
                fields=["organization", "renews_on"],
                name="subscription_due",
                condition=~Q(state="ended"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class ScheduledChange(OrganizationOwned):
    """The one change that waits for a subscription's next period (SU-06)."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="scheduled_changes", db_constraint=False
    )
    terms = models.ForeignKey(PlanTerms, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    quantity = models.PositiveIntegerField()
    effective_on = models.DateField()
    state = models.CharField(max_length=10, default="waiting")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "subscription"],
                condition=Q(state="waiting"),
                name="scheduled_change_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "removed"]), name="scheduled_change_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on} {self.state}"
