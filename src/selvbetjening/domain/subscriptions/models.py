"""Subscriptions, the change that is planned for one, and the discounts that one has."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.catalog.models import Coupon, PlanTerms
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money


class Subscription(OrganizationOwned):
    """One account on one set of plan terms.

    `renews_on` is the start of the next period, and the day to bill: of terms charged forward the first Copenhagen day
    that is not billed yet; of terms charged backward the day after the running period, whose days from `charged_until`
    (null: from its first) are billed then. Of one that was cancelled to end earlier it is `ends_on`, and of a paused
    one the day it is taken up again by itself; one that nobody takes up has no `paused_until`.
    `contracted_on` is the day it was agreed (null: the day it started), `committed_until` the first day without
    binding, `changed_on` the day of its latest change; days before `trial_ends_on` cost nothing.
    `collection_method` is empty where the account's own counts.
    `own_price_minor` is its own price of a unit excl. VAT in the terms' currency, set by the company's own system; it
    belongs to these terms and stands in front of their price and of contracts (null: it has none).
    `code` is the company's own number of it, by which an import finds it again; empty for those made here.
    `noted` is what an integration keeps with it (fenerum-api.md 8), by the API's field names: days to pay and what else
    its invoices say (`billing.rules.particulars`), and how early they come (`rules.InvoicedBefore`).
    `last_modified_at` is kept by the database (null: not since it was made).
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
    collection_method = models.CharField(max_length=20, blank=True, default="")
    contracted_on = models.DateField(null=True, blank=True)
    committed_until = models.DateField(null=True, blank=True)
    trial_ends_on = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    charged_until = models.DateField(null=True, blank=True)
    own_price_minor = models.BigIntegerField(null=True, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    noted = models.JSONField(default=dict, blank=True, db_default=Value({}, models.JSONField()))
    created_at = models.DateTimeField()
    last_modified_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["started_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], condition=~Q(code=""), name="subscription_code"),
            models.CheckConstraint(
                condition=Q(state__in=["active", "paused"], ends_on__isnull=True)
                | Q(state__in=["cancelled", "ended"], ends_on__isnull=False),
                name="subscription_state_and_end_agree",
            ),
            models.CheckConstraint(
                condition=Q(state="paused", paused_on__isnull=False)
                | ~Q(state="paused") & Q(paused_on__isnull=True, paused_until__isnull=True),
                name="subscription_state_and_pause_agree",
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True)
                | Q(paused_until__gt=F("paused_on"), renews_on=F("paused_until")),
                name="subscription_paused_until_later",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="subscription_quantity"),
            models.CheckConstraint(
                condition=Q(own_price_minor__isnull=True) | Q(own_price_minor__gte=0), name="subscription_own_price"
            ),
            models.CheckConstraint(condition=Q(anchor_day__range=(1, 31)), name="subscription_anchor_day"),
            models.CheckConstraint(
                condition=Q(period_starts_on__lte=F("renews_on")), name="subscription_period_before_renewal"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "account", "state", "renews_on", "id"], name="subscription_of_account"
            ),
            models.Index(fields=["organization", "created_at", "id"], name="subscription_by_age"),
            models.Index(
                fields=["organization", "renews_on"],
                name="subscription_due",
                condition=~Q(state="ended"),
            ),
            models.Index(
                fields=["organization"],
                name="subscription_invoiced_early",
                condition=Q(noted__has_key="pre_renewal_invoicing"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"

    @property
    def agreed_on(self) -> date:
        """The day of the contract."""
        return self.contracted_on or self.started_on

    @property
    def own_price(self) -> Money | None:
        """Its own price of a unit; None where it has none. Needs its terms."""
        return None if self.own_price_minor is None else Money(self.own_price_minor, self.terms.currency)


class ScheduledChange(OrganizationOwned):
    """The one change that waits for a subscription's next period (SU-06), or `at_day` for a day within a period.

    `own_price_minor` is the price of a unit that it brings along to other terms; on the same terms the subscription
    keeps its own. `reason` says why one that was to happen on its day could not (`rules.Refused`).
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="scheduled_changes", db_constraint=False
    )
    terms = models.ForeignKey(PlanTerms, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    quantity = models.PositiveIntegerField()
    own_price_minor = models.BigIntegerField(null=True, blank=True)
    effective_on = models.DateField()
    at_day = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=10, default="waiting")
    reason = models.CharField(max_length=30, blank=True, default="", db_default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "subscription"],
                condition=Q(state="waiting"),
                name="scheduled_change_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "removed", "failed"]), name="scheduled_change_state"
            ),
            models.CheckConstraint(
                condition=Q(own_price_minor__isnull=True) | Q(own_price_minor__gte=0), name="scheduled_change_own_price"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on} {self.state}"

    def own_price(self, subscription: Subscription) -> Money | None:
        """The subscription's own price of a unit once this has happened; None where it has none. Needs the terms."""
        if self.terms_id == subscription.terms_id:
            return subscription.own_price
        return None if self.own_price_minor is None else Money(self.own_price_minor, self.terms.currency)


class SubscriptionDiscount(OrganizationOwned):
    """So much off each period of a subscription, in per cent or as an amount excluding VAT, for some days.

    It counts by days: a period that it ends in is discounted for the days before `ends_on` (null: for good).
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="discounts", db_constraint=False
    )
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True)
    percent_basis_points = models.PositiveIntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(percent_basis_points__range=(1, 10000), amount_minor__isnull=True)
                | Q(percent_basis_points__isnull=True, amount_minor__gt=0),
                name="discount_percent_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")), name="discount_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} - {self.ends_on or ''}"
