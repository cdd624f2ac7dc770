"""What is left of receipts whose time is over."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class ForgottenReceipt(OrganizationOwned):
    """The place and the hash of a receipt that is kept no more, so that the chain stays whole (BP-49, BM-02).

    Nothing else of it: whoever has the receipt can still be shown that it stood here. `number` is that of its delivery,
    so that no number is given twice. Only ever added to.
    """

    seq = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    number = models.PositiveIntegerField(null=True)
    forgotten_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "seq"], name="forgotten_receipt_place"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "number"], name="forgotten_receipt_number"),
        ]

    def __str__(self) -> str:
        return str(self.seq)
