"""The quarterly look at who has access, with the odd rows first (BP-27, BM-05)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class AccessReview(OrganizationOwned):
    """A frozen picture of all access at one moment, and who went through it. `report_sha256` seals the finished one."""

    begun_at = models.DateTimeField()
    begun_by_id = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by_id = models.UUIDField(null=True)
    reminded_at = models.DateTimeField(null=True)
    report_sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d}"


class ReviewRow(OrganizationOwned):
    """One grant or membership of the picture: why it is odd (codes), and what the manager decided."""

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="rows", db_constraint=False)
    membership_id = models.UUIDField()
    grant_id = models.UUIDField(null=True)
    picture = models.JSONField(default=dict)
    odd = ArrayField(models.CharField(max_length=40), default=list)
    decision = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "review", "membership_id", "grant_id"],
                nulls_distinct=False,
                name="review_row_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.decision}"
