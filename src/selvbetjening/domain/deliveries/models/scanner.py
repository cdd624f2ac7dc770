"""What is wrong with the installation's virus scanner."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.kernel.ids import new_id


class ScannerTrouble(models.Model):
    """A time in which the scanner was away or knew too little (SEC-83). The installation's, of no company.

    `code` is the newest reason, of `ScannerDown` or `old` and `none` for signatures. `failed_at` is when it was last
    seen. The operators get a mail at `told_at` and one at `end_told_at`; what ended before it was told stays untold.
    """

    class Kind(models.TextChoices):
        AWAY = "away"
        SIGNATURES = "signatures"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    failed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_told_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["began_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind"], condition=Q(ended_at=None), name="scanner_trouble_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(end_told_at=None) | Q(ended_at__isnull=False, told_at__isnull=False),
                name="scanner_trouble_told_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
