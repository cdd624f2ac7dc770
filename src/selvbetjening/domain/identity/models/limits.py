"""Counters of the rate limits (LG-15, security.md 5.2)."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class RateCount(OrganizationOwned):
    """How often one keyed subject did one act in one window of time. The subject is an HMAC, never an address."""

    act = models.CharField(max_length=40)
    subject = models.BinaryField(max_length=32)
    window_starts_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "act", "subject", "window_starts_at"], name="rate_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.count}"
