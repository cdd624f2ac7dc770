"""Lines that wait for an invoice."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models.invoices import InvoiceLine
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money


class DraftLine(OrganizationOwned):
    """Something the company will charge an account for: the next invoice in its currency takes it.

    `invoice_line` says where it went; until then it may be dropped (`dropped_at`). It has no number of any series.
    One that is not `for_renewal` waits until somebody has the drafts invoiced. `said` is how another system put what
    our columns hold otherwise: parts of a piece, per cent off, its own words for VAT.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    text = models.CharField(max_length=160)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=20, blank=True, default="")
    unit_price_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3)
    vat_basis_points = models.PositiveIntegerField(default=2500)
    vat_category = models.CharField(max_length=2, default="S")
    for_renewal = models.BooleanField(default=True, db_default=True)
    said = models.JSONField(default=dict)
    added_at = models.DateTimeField()
    last_modified_at = models.DateTimeField(null=True, editable=False)
    dropped_at = models.DateTimeField(null=True)
    invoice_line = models.ForeignKey(
        InvoiceLine, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["added_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="draft_line_period",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1)
                & Q(discount_minor__gte=0)
                & Q(unit_price_minor__gte=0)
                & Q(discount_minor__lte=F("unit_price_minor") * F("quantity")),
                name="draft_line_gives_nothing_back",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(invoice_line__isnull=True), name="draft_line_taken_or_dropped"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "account"],
                name="draft_line_waiting",
                condition=Q(invoice_line__isnull=True, dropped_at__isnull=True),
            ),
            models.Index(fields=["organization", "added_at", "id"], name="draft_line_by_age"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def net(self) -> Money:
        """What it comes to, excl. VAT."""
        return Money(self.unit_price_minor * self.quantity - self.discount_minor, self.currency)
