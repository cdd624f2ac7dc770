"""What is said about a document beside the document: why its amount changed, and that it was corrected."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.invoicing.models.credit_notes import CreditNote
from selvbetjening.domain.invoicing.models.invoices import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned


class InvoiceExplanation(OrganizationOwned):
    """Why an invoice's amount differs from the one before it, frozen at issue (CM-01). Only ever added to.

    `deltas` is a list of objects: `kind`, `amount_minor` (incl. VAT where the kind is `vat_rate`, else its own share),
    `line_key`, `from`, `to`, `text_da`, `text_en`. They sum to this total minus the previous one, exactly.
    """

    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    previous_invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    deltas = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice"], name="invoice_explained_once"),
        ]

    def __str__(self) -> str:
        return str(self.invoice_id)


class Correction(OrganizationOwned):
    """An issued invoice that the customer corrected: credited in full and issued anew (CM-07). Only ever added to.

    `changed_fields` are names only: what they were and are stands in the two documents.
    """

    original = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    credit_note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    new_invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    changed_fields = models.JSONField()
    corrected_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "original"], name="invoice_corrected_once"),
            models.UniqueConstraint(fields=["organization", "new_invoice"], name="invoice_corrects_once"),
        ]

    def __str__(self) -> str:
        return str(self.original_id)


class CorrectionTask(OrganizationOwned):
    """A correction that the customer may not make alone: the company is asked to (CM-07).

    `reason` is the code of the rule that refused; `wanted` maps the fields to what the customer asked for.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    reason = models.CharField(max_length=30)
    wanted = models.JSONField()
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "invoice"],
                name="correction_task_open_once",
                condition=Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.asked_at:%Y-%m-%d}"
