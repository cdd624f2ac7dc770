"""More time to pay: deferrals, instalment plans, and what payments paid of late claims."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import Invoice, LateClaim
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.payments.lifecycle import PlanState
from selvbetjening.domain.payments.models.payment import Payment
from selvbetjening.kernel.money import Money


class Deferral(OrganizationOwned):
    """A customer's use of "udskyd": until `until_on` the invoice is not late. Once for each invoice."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="deferrals", db_constraint=False)
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice"], name="deferral_once"),
            models.CheckConstraint(condition=Q(from_on__lt=F("until_on")), name="deferral_defers"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account", "from_on"], name="deferral_of_account"),
        ]

    def __str__(self) -> str:
        return str(self.until_on)


class PaymentPlan(OrganizationOwned):
    """What is left of an invoice, agreed to be paid in parts. While it is kept nothing is reminded.

    `made_on` to `closed_on` bear no interest. A broken plan gives no new fees (DUN-2).
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="plans", db_constraint=False)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in PlanState], default="kept")
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice"], name="payment_plan_once"),
            models.CheckConstraint(
                condition=Q(state="kept", closed_on__isnull=True)
                | Q(state__in=["done", "broken"], closed_on__isnull=False),
                name="payment_plan_closed_has_its_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "made_on"], name="payment_plan_kept", condition=Q(state="kept")),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.total_minor} {self.currency}"


class PaymentPlanPart(OrganizationOwned):
    """One instalment. The parts sum to the plan's total. Only ever added to."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.PROTECT, related_name="parts", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "plan", "position"], name="payment_plan_part_position"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_plan_part_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.amount_minor}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class ClaimPayment(OrganizationOwned):
    """What a payment paid of a late claim: the claim's own posting. Only ever added to."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="claim_payments", db_constraint=False)
    claim = models.ForeignKey(LateClaim, on_delete=models.PROTECT, related_name="payments", db_constraint=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "payment", "claim"], name="claim_payment_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="claim_payment_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"
