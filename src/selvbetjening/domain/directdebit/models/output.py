"""What we tell companies: deliveries numbered without gaps, and the lines of 0621 that wait to be told."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.directdebit.lifecycle import OutputState
from selvbetjening.domain.directdebit.models.agreement import CreditorAgreement
from selvbetjening.domain.organizations.models import OrganizationOwned


class OutputKind(models.TextChoices):
    """0602; 0603 with what changed, or with all active mandates; 0621. To an external Betalingsservice: 0601, 0605."""

    PAYMENTS = "payments"
    MANDATES = "mandates"
    MANDATES_FULL = "mandates_full"
    INFORMATION = "information"
    COLLECTIONS = "collections"
    REGISTRATIONS = "registrations"


#: What goes to an external Betalingsservice, the rest comes from us as Betalingsservice.
TO_BS = (OutputKind.COLLECTIONS, OutputKind.REGISTRATIONS)
_TYPES = {"payments": "0602", "information": "0621", "collections": "0601", "registrations": "0605"}


class OutputSeries(OrganizationOwned):
    """The running number of deliveries to one data supplier, or from it to an external Betalingsservice (`to_bs`).

    Its row is locked while the next one is given out.
    """

    supplier_number = models.CharField(max_length=8)
    is_test = models.BooleanField(default=False)
    to_bs = models.BooleanField(default=False)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "supplier_number", "is_test", "to_bs"], name="output_series_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_number} {self.last_number}"


class Output(OrganizationOwned):
    """A delivery from us to a data supplier, or to an external Betalingsservice.

    Its bytes are made of the rows that name it, as often as one likes.

    `number` is the running number, `rows` how many there are, `total_minor` the amount of the delivery's end in øre.
    `sha256` and `size` are of the bytes that were stored, once they are (`kept`).
    """

    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=15, choices=OutputKind)
    supplier_number = models.CharField(max_length=8)
    is_test = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    made_on = models.DateField()
    made_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, default=OutputState.MADE, choices=[(s.value, s.value) for s in OutputState])
    sha256 = models.BinaryField(max_length=32, default=b"")
    size = models.BigIntegerField(default=0)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "supplier_number", "is_test", "number"],
                condition=~Q(kind__in=["collections", "registrations"]),
                name="output_number_once",
            ),
            # Of the whole platform: several companies may have one data supplier, which counts for all of them (2).
            models.UniqueConstraint(
                fields=["supplier_number", "is_test", "number"],
                condition=Q(kind__in=["collections", "registrations"]),
                name="output_number_of_supplier",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["payments", "mandates", "mandates_full", "information", "collections", "registrations"]
                ),
                name="output_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state="made", kept_at__isnull=True) | Q(state="kept", kept_at__isnull=False, size__gt=0),
                name="output_kept_has_its_bytes",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "made_at"], name="output_to_keep", condition=Q(state="made")),
            models.Index(fields=["organization", "agreement", "kind", "made_on"], name="output_of_agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_type} {self.identification}"

    @property
    def delivery_type(self) -> str:
        """`0602`, `0603` or `0621`; `0601` or `0605`."""
        return _TYPES.get(self.kind, "0603")

    @property
    def identification(self) -> str:
        """The delivery ID: the 7-digit running number and `001`; to Betalingsservice ten digits (2)."""
        return f"{self.number:010}" if self.kind in TO_BS else f"{self.number:07}001"

    @property
    def subsystem(self) -> str:
        """`BS1`, or `KR9` in the test environment."""
        return "KR9" if self.is_test else "BS1"

    @property
    def file_name(self) -> str:
        """`D0000001001-602.BS1` (betalingsservice.md 12, reported)."""
        return f"D{self.identification}-{self.delivery_type[1:]}.{self.subsystem}"


class InformationLine(OrganizationOwned):
    """One record pair of 0621: control information, a remark or an error (betalingsservice.md 9.2).

    `transaction` is the code of what it is about (0280 collections, 0200 registrations), `source_line` the line of the
    delivery, 0 for totals. Lines that an external Betalingsservice sent keep both halves raw (U8) and are told nobody.
    """

    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    transaction = models.CharField(max_length=4)
    text_number = models.CharField(max_length=6)
    text = models.CharField(max_length=43, blank=True, default="")
    customer_number = models.CharField(max_length=15, blank=True, default="")
    mandate_number = models.CharField(max_length=9, default="000000000")
    payment_on = models.DateField(null=True)
    processed_on = models.DateField(null=True)
    collections = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    source_delivery = models.UUIDField()
    source_line = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    first_raw = models.CharField(max_length=128, blank=True, default="")
    second_raw = models.CharField(max_length=128, blank=True, default="")
    output = models.ForeignKey(
        Output, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "source_delivery", "source_line", "agreement", "text_number", "payment_on"],
                nulls_distinct=False,
                name="information_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "agreement"],
                name="information_untold",
                condition=Q(output__isnull=True, first_raw=""),
            ),
            models.Index(fields=["organization", "output"], name="information_of_output"),
        ]

    def __str__(self) -> str:
        return f"{self.text_number} {self.transaction}"
