"""Issued invoices. Triggers refuse every change but of what is settled, credited and offset (NUM-2)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money


class NumberSeries(OrganizationOwned):
    """The counter of one series, locked by the transaction that issues (NUM-1, XB-25)."""

    code = models.CharField(max_length=20)
    next_number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], name="number_series_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.next_number}"


class Invoice(OrganizationOwned):
    """An issued invoice. `snapshot` is everything that its document says, frozen at issue.

    `settled_minor` is what payments and credits have paid, `credited_minor` what credit notes took back, both incl.
    VAT. It is kept until `retain_until` at least (BOK-1); then who bought goes, with the documents, and numbers and
    amounts stay (`content_erased_on`, GDP-4).
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    series = models.CharField(max_length=20, default="invoice")
    number = models.PositiveBigIntegerField()
    issued_on = models.DateField()
    due_on = models.DateField()
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    settled_minor = models.BigIntegerField(default=0)
    credited_minor = models.BigIntegerField(default=0, db_default=0)
    language = models.CharField(max_length=2)
    snapshot = models.JSONField()
    issued_at = models.DateTimeField()
    last_modified_at = models.DateTimeField(null=True, editable=False)
    retain_until = models.DateField(null=True)
    content_erased_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "series", "number"], name="invoice_number"),
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("vat_minor")), name="invoice_total_is_net_and_vat"
            ),
            models.CheckConstraint(
                condition=Q(settled_minor__gte=0) & Q(settled_minor__lte=F("total_minor")),
                name="invoice_settled_within_total",
            ),
            models.CheckConstraint(condition=Q(credited_minor__gte=0), name="invoice_credited_is_no_charge"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account", "-number"], name="invoice_of_account"),
            models.Index(fields=["organization", "issued_at", "id"], name="invoice_by_age"),
            models.Index(
                fields=["organization", "retain_until"],
                name="invoice_kept",
                condition=Q(content_erased_on__isnull=True),
            ),
            models.Index(
                fields=["organization", "account", "due_on"],
                name="invoice_open",
                condition=Q(settled_minor__lt=F("total_minor")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def outstanding(self) -> Money:
        """What is still to be paid."""
        return Money(self.total_minor - self.settled_minor, self.currency)


class InvoiceLine(OrganizationOwned):
    """One line: what, how much, for which days; amounts excluding VAT in minor units.

    A line with a negative net gives back of an earlier one, `credits_line_id`, which counts it in `offset_minor`.
    `credited_minor` is what credit notes took back. Both have the net's sign and never exceed it together (CRN-3).
    `terms_id` are the terms that it was charged under; `revenue_group` is what another system books it as.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    subscription_id = models.UUIDField(null=True)
    terms_id = models.UUIDField(null=True)
    revenue_group = models.CharField(max_length=128, blank=True, default="", db_default="")
    text = models.CharField(max_length=200)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    quantity = models.IntegerField()
    unit_price_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    vat_basis_points = models.PositiveIntegerField()
    credits_line_id = models.UUIDField(null=True)
    credited_minor = models.BigIntegerField(default=0, db_default=0)
    offset_minor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice", "position"], name="invoice_line_position"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="invoice_line_period",
            ),
            models.CheckConstraint(
                condition=Q(
                    net_minor__gte=F("credited_minor") + F("offset_minor"), credited_minor__gte=0, offset_minor__gte=0
                )
                | Q(net_minor__lt=0, credited_minor__lte=0, credited_minor__gte=F("net_minor"), offset_minor=0),
                name="invoice_line_credited_within_net",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def creditable_minor(self) -> int:
        """What is left to be credited, with the sign of `net_minor` (CRN-3)."""
        return self.net_minor - self.credited_minor - self.offset_minor
