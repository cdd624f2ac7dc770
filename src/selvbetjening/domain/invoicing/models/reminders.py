"""What is asked for when an invoice is not paid in time. The invoice itself never changes (NUM-2).

A fee, interest or compensation is a `LateClaim` beside the invoice: its own row, its own posting, without VAT (DUN-8).
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models.invoices import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money

_LIVE = Q(dropped_at__isnull=True)


class Reminder(OrganizationOwned):
    """One letter about one unpaid invoice. `snapshot` is everything that it says, frozen when it is made.

    `number` counts the letters, `fee_number` the ones that cost something (DUN-2: at most three). A letter that a
    payment overtook before it went out is dropped: it counts for nothing.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, default="reminder")
    fee_number = models.PositiveSmallIntegerField(null=True)
    fee_minor = models.BigIntegerField(default=0)
    principal_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    sent_on = models.DateField()
    deadline_on = models.DateField()
    snapshot = models.JSONField()
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "invoice", "number"], name="reminder_number", condition=_LIVE
            ),
            models.UniqueConstraint(
                fields=["organization", "invoice", "fee_number"], name="reminder_fee_number", condition=_LIVE
            ),
            models.CheckConstraint(
                condition=Q(fee_number__isnull=True, fee_minor=0)
                | Q(fee_number__range=(1, 3), fee_minor__range=(1, 100_00)),
                name="reminder_fee_within_the_law",
            ),
            models.CheckConstraint(condition=Q(kind__in=["reminder", "demand"]), name="reminder_kind_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account", "-sent_on"], name="reminder_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def file_name(self) -> str:
        """What its PDF is called, in the letter's language."""
        word = "reminder" if self.snapshot.get("language") == "en" else "rykker"
        return f"{word}-{self.snapshot['number']}-{self.number}.pdf"

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    @property
    def total(self) -> Money:
        """What the letter asks for, everything included."""
        return Money(self.total_minor, self.currency)


class ReminderDocument(OrganizationOwned):
    """A letter as PDF: the bytes that were sent, kept with their hash. Only ever added to."""

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="documents", db_constraint=False)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "reminder"], name="reminder_document_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class LateClaim(OrganizationOwned):
    """What is owed beside an invoice because it was late: `fee`, `interest`, `compensation` or `collection`.

    `settled_minor` is paid; `waived_minor` is not asked for any more, because it was wrong or out of kindness.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="late_claims", db_constraint=False)
    reminder = models.ForeignKey(
        Reminder, on_delete=models.PROTECT, related_name="claims", db_constraint=False, null=True
    )
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    settled_minor = models.BigIntegerField(default=0)
    waived_minor = models.BigIntegerField(default=0)
    claimed_on = models.DateField()
    claimed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["claimed_at", "kind"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=["interest", "compensation"], amount_minor__gt=0)
                | Q(kind__in=["fee", "collection"], amount_minor__range=(1, 100_00)),
                name="late_claim_within_the_law",
            ),
            models.CheckConstraint(
                condition=Q(settled_minor__gte=0, waived_minor__gte=0)
                & Q(amount_minor__gte=F("settled_minor") + F("waived_minor")),
                name="late_claim_settled_within_amount",
            ),
            models.UniqueConstraint(
                fields=["organization", "invoice", "kind"],
                name="late_claim_once",
                condition=Q(kind__in=["compensation", "collection"], waived_minor=0),
            ),
            models.UniqueConstraint(fields=["organization", "reminder", "kind"], name="late_claim_once_a_letter"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "account"],
                name="late_claim_open",
                condition=Q(amount_minor__gt=F("settled_minor") + F("waived_minor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"

    @property
    def left_minor(self) -> int:
        """What is still to be paid of it."""
        return self.amount_minor - self.settled_minor - self.waived_minor


class ClaimWaiver(OrganizationOwned):
    """So much of a claim was given up on a day: its own posting, so that a closed period stays as it was (BOK-2)."""

    claim = models.ForeignKey(LateClaim, on_delete=models.PROTECT, related_name="waivers", db_constraint=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    waived_on = models.DateField()
    waived_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="claim_waiver_amount"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "waived_on"], name="claim_waiver_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.waived_on} {self.amount_minor} {self.currency}"


class HandOver(OrganizationOwned):
    """A claim that was handed over to collection: no letter is sent any more. Once for each invoice (DUN-6)."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="hand_overs", db_constraint=False)
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    handed_on = models.DateField()
    handed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice"], name="hand_over_once"),
        ]

    def __str__(self) -> str:
        return str(self.handed_on)
