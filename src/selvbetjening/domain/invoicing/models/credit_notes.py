"""Issued credit notes: the only way in which an issued invoice is amended (NUM-2, CRN-1 to CRN-4)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models.invoices import Invoice, InvoiceLine
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money


class CreditNote(OrganizationOwned):
    """What is taken back of one invoice, numbered in a series of its own (NUM-1). Amounts are positive.

    `snapshot` carries the original's parties and tax state (CRN-2). `used_minor` says how much of it has paid
    invoices or was refunded; what is left is the account's balance.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes", db_constraint=False)
    series = models.CharField(max_length=20, default="credit_note")
    number = models.PositiveBigIntegerField()
    original_number = models.CharField(max_length=40)
    original_date = models.DateField()
    reason = models.CharField(max_length=200)
    issued_on = models.DateField()
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField(default=0, db_default=0)
    language = models.CharField(max_length=2)
    snapshot = models.JSONField()
    issued_at = models.DateTimeField()
    last_modified_at = models.DateTimeField(null=True, editable=False)
    retain_until = models.DateField()
    content_erased_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "series", "number"], name="credit_note_number"),
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("vat_minor")), name="credit_note_total_is_net_and_vat"
            ),
            models.CheckConstraint(
                condition=Q(used_minor__gte=0) & Q(used_minor__lte=F("total_minor")),
                name="credit_note_used_within_total",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(original_number=""), name="credit_note_names_original_and_reason"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account", "-number"], name="credit_note_of_account"),
            models.Index(fields=["organization", "issued_at", "id"], name="credit_note_by_age"),
            models.Index(
                fields=["organization", "account"],
                name="credit_note_unused",
                condition=Q(used_minor__lt=F("total_minor")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def unused(self) -> Money:
        """What stands to the customer's good of it."""
        return Money(self.total_minor - self.used_minor, self.currency)


class CreditNoteLine(OrganizationOwned):
    """What is taken back of one invoice line; `net_minor` has the sign of that line's own. Only ever added to."""

    credit_note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="lines", db_constraint=False)
    invoice_line = models.ForeignKey(
        InvoiceLine, on_delete=models.PROTECT, related_name="credit_note_lines", db_constraint=False
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    quantity = models.IntegerField()
    unit_price_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    vat_basis_points = models.PositiveIntegerField()
    vat_category = models.CharField(max_length=2, default="S")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "credit_note", "position"], name="credit_note_line_position"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CreditNoteDocument(OrganizationOwned):
    """A credit note as PDF or XML: the bytes that were sent, kept with their hash. Only ever added to."""

    credit_note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="documents", db_constraint=False)
    kind = models.CharField(max_length=10, default="pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "credit_note", "kind"], name="credit_note_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"
