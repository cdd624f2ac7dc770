"""Invoices that are collected through Betalingsservice, and whose mandate an account has (CM-05, PY-11)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.lifecycle import FAILED_DEBIT, LIVE_DEBIT, DebitState
from selvbetjening.domain.directdebit.models import Collection, Mandate
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.payments.models import Payment
from selvbetjening.kernel.money import Money

LIVE = Q(state__in=[state.value for state in LIVE_DEBIT])
UNTOLD = Q(state__in=[state.value for state in FAILED_DEBIT], told_at__isnull=True)


class MandateLink(OrganizationOwned):
    """A mandate is this account's: its customer number is the account's, without leading zeros.

    `by_person`: somebody of the company said so, since the numbers alone did not tell. `ended_at` is when the mandate
    ended; the row stays.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    by_person = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "mandate"], name="mandate_linked_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account", "-made_at"], name="mandate_link_of_account"),
            models.Index(
                fields=["organization", "mandate"], name="mandate_link_live", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.mandate_id}"


class InvoiceCollection(OrganizationOwned):
    """One try to collect an invoice through Betalingsservice; at most one live one for an invoice.

    `collection` is what was asked for, none while it waits. `amount_minor` (øre) is what was asked for, `due_on` the
    invoice's day that counted then, `pays_on` the banking day on which it is taken, `is_late` that the deadline of the
    due day's month was missed. Until `open_until` it can be changed or withdrawn (14.2). `reason` says why it waits,
    was withdrawn or was stopped. `told_at` is when the company was told of one that failed, `silent_told_at` of one
    that nobody answered.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="debits", db_constraint=False, db_index=False
    )
    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    state = models.CharField(
        max_length=12, default=DebitState.WAITING, choices=[(state.value, state.value) for state in DebitState]
    )
    reason = models.CharField(max_length=20, blank=True, default="")
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="DKK")
    due_on = models.DateField(null=True)
    pays_on = models.DateField(null=True)
    is_late = models.BooleanField(default=False)
    open_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    silent_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice"], condition=LIVE, name="debit_one_live"),
            models.UniqueConstraint(fields=["organization", "collection"], name="debit_of_one_collection"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DebitState]), name="debit_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "stopped"], collection__isnull=True)
                | Q(
                    ~Q(state__in=["waiting", "stopped"]),
                    collection__isnull=False,
                    pays_on__isnull=False,
                    amount_minor__gt=0,
                ),
                name="debit_asked_has_its_collection",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment__isnull=False), name="debit_paid_has_its_payment"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "invoice", "-made_at"], name="debit_of_invoice"),
            models.Index(fields=["organization", "account"], name="debit_live_of_account", condition=LIVE),
            models.Index(fields=["organization", "state"], name="debit_live", condition=LIVE),
            models.Index(fields=["organization", "moved_at"], name="debit_untold", condition=UNTOLD),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.state}"

    @property
    def amount(self) -> Money:
        """What was asked for."""
        return Money(self.amount_minor, self.currency)
