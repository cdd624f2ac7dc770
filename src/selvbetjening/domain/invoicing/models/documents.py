"""The bytes that were sent: made once, kept with their hash (XB-20); what the rules found in them, who took them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.invoicing.models.credit_notes import CreditNote
from selvbetjening.domain.invoicing.models.invoices import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned

_ONE_OF_BOTH = Q(invoice__isnull=False, credit_note__isnull=True) | Q(invoice__isnull=True, credit_note__isnull=False)


class InvoiceDocument(OrganizationOwned):
    """An invoice as PDF (`pdf`) or e-invoice (`bis3`, `oioubl`). Only ever added to."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="documents", db_constraint=False)
    kind = models.CharField(max_length=10, default="pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice", "kind"], name="invoice_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class DocumentCheck(OrganizationOwned):
    """What the official rules found in the e-invoice of an invoice or credit note. Only ever added to.

    `findings` is a list of objects: `code`, `text`, `where`, `fatal`; empty where nothing was found. `sha256` names the
    bytes that were checked: what Peppol's format says of the document, embedded in the PDF or stored beside it.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True)
    credit_note = models.ForeignKey(
        CreditNote, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True
    )
    sha256 = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    is_valid = models.BooleanField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice"], name="document_check_of_invoice"),
            models.UniqueConstraint(fields=["organization", "credit_note"], name="document_check_of_credit_note"),
            models.CheckConstraint(condition=_ONE_OF_BOTH, name="document_check_of_one"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization"], name="document_check_invalid", condition=Q(is_valid=False)),
        ]

    def __str__(self) -> str:
        return f"{'valid' if self.is_valid else 'invalid'} {self.sha256[:12]}"


class EInvoiceDelivery(OrganizationOwned):
    """An e-invoice on its way through the access point (EIN-4). One for each document; what was taken stays taken.

    `receipt` is the access point's own number for it; `reason` a short code, naming nobody.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        FAILED = "failed"

    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="deliveries", db_constraint=False, null=True
    )
    credit_note = models.ForeignKey(
        CreditNote, on_delete=models.PROTECT, related_name="deliveries", db_constraint=False, null=True
    )
    kind = models.CharField(max_length=10)
    scheme = models.CharField(max_length=4)
    address = models.CharField(max_length=50)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    receipt = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice"], name="e_invoice_delivery_of_invoice"),
            models.UniqueConstraint(fields=["organization", "credit_note"], name="e_invoice_delivery_of_credit_note"),
            models.CheckConstraint(condition=_ONE_OF_BOTH, name="e_invoice_delivery_of_one"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "accepted", "rejected", "failed"]), name="e_invoice_delivery_state"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "next_try_at"], name="e_invoice_delivery_due", condition=Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class FikNumber(OrganizationOwned):
    """Which invoice a payment id belongs to, for ever, also after the invoice was corrected (FIK-5).

    `payload` is the 14 digits without the check digit. Only ever added to.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    creditor = models.CharField(max_length=8)
    payload = models.CharField(max_length=14)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "creditor", "payload"], name="fik_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.payload}+{self.creditor}"
