"""The bytes that were sent: made once, kept with their hash (XB-20)."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.invoicing.models.invoices import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned


class InvoiceDocument(OrganizationOwned):
    """An invoice as PDF. Only ever added to."""

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
