"""Disputes of single invoice lines, what was said about them, and the files that were sent (CM-06)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.payments.lifecycle import DisputeState
from selvbetjening.kernel.money import Money

_LIVE = Q(state__in=["open", "answered"])
_DUE_AGAIN = Q(state__in=["rejected", "partly"])


class Dispute(OrganizationOwned):
    """A customer's no to one line. While it is live, that amount is neither reminded nor collected.

    `amount_minor` includes VAT and is what was creditable of the line when it was opened; `accepted_minor` is what the
    company credited of it when it agreed to a part only. `new_due_on` is the new due date of what was turned down;
    `answer_by_on` the working day by which the company answers.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="disputes", db_constraint=False)
    invoice_line = models.ForeignKey(
        InvoiceLine, on_delete=models.PROTECT, related_name="disputes", db_constraint=False
    )
    amount_minor = models.BigIntegerField()
    accepted_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DisputeState], default="open")
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    answer_by_on = models.DateField()
    escalated_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    new_due_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "invoice_line"], name="dispute_one_live_of_a_line", condition=_LIVE
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="dispute_is_about_something"),
            models.CheckConstraint(
                condition=(_LIVE & Q(closed_at__isnull=True)) | (~_LIVE & Q(closed_at__isnull=False)),
                name="dispute_closed_has_its_time",
            ),
            models.CheckConstraint(
                condition=(_DUE_AGAIN & Q(new_due_on__isnull=False)) | (~_DUE_AGAIN & Q(new_due_on=None)),
                name="dispute_rest_has_a_new_due_date",
            ),
            models.CheckConstraint(
                condition=Q(state="partly", accepted_minor__gt=0, accepted_minor__lt=F("amount_minor"))
                | (~Q(state="partly") & Q(accepted_minor=0)),
                name="dispute_part_is_a_part",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DisputeState]), name="dispute_state_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "answer_by_on"], name="dispute_live", condition=_LIVE),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.state}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def accepted(self) -> Money:
        """What was credited of it where only a part was accepted."""
        return Money(self.accepted_minor, self.currency)

    @property
    def turned_down(self) -> Money:
        """What is left of it after the part that was accepted."""
        return self.amount - self.accepted

    @property
    def is_live(self) -> bool:
        """Whether it still stops dunning."""
        return self.state in {DisputeState.OPEN, DisputeState.ANSWERED}


class DisputeMessage(OrganizationOwned):
    """One message of a dispute's thread, by the customer or by the company. Only ever added to."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="messages", db_constraint=False)
    author = models.CharField(max_length=10)
    text = models.CharField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["written_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(author__in=["customer", "company"]), name="dispute_message_author_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} {self.written_at:%Y-%m-%d %H:%M}"


class DisputeFile(OrganizationOwned):
    """A file that went with a message. Its name is data only; the type is read from its content (SEC-78, SEC-79)."""

    message = models.ForeignKey(DisputeMessage, on_delete=models.PROTECT, related_name="files", db_constraint=False)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gt=0), name="dispute_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
