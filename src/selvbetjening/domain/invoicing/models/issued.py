"""Invoices and credit notes as one list, and their lines: views, for those who count both together."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class IssuedDocument(OrganizationOwned):
    """An invoice or a credit note; amounts of a credit note are negative."""

    kind = models.CharField(max_length=11)
    account_id = models.UUIDField()
    account_code = models.CharField(max_length=128)
    number = models.CharField(max_length=40)
    issued_on = models.DateField()
    due_on = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    outstanding_minor = models.BigIntegerField()
    is_paid = models.BooleanField()
    credited_invoice_id = models.UUIDField(null=True)
    kickback_status = models.CharField(max_length=32)
    snapshot = models.JSONField()
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "invoicing_issueddocument"
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class IssuedLine(OrganizationOwned):
    """A line of an invoice or of a credit note; quantity and amount of the latter are negative."""

    document_id = models.UUIDField()
    account_id = models.UUIDField()
    account_code = models.CharField(max_length=128)
    currency = models.CharField(max_length=3)
    position = models.PositiveSmallIntegerField()
    subscription_id = models.UUIDField(null=True)
    text = models.CharField(max_length=200)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    quantity = models.IntegerField()
    unit_price_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    vat_basis_points = models.PositiveIntegerField()
    issued_on = models.DateField()
    created_at = models.DateTimeField()
    terms_id = models.UUIDField(null=True)
    revenue_group = models.CharField(max_length=128)

    class Meta:
        managed = False
        db_table = "invoicing_issuedline"
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return self.text
