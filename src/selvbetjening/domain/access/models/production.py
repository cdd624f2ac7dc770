"""Since when a company's files are real (BP-50)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.organizations.models import OrganizationOwned


class FileProduction(OrganizationOwned):
    """Production of My File Transfer was opened for the company; while no row of it is open, only tests are sent.

    `tested_id` is the test delivery that it was opened after: none for a company that sent files before there was a
    rule, and then nobody opened it either. `approved_by_id` is the second manager where two were needed.
    """

    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField(null=True)
    approved_by_id = models.UUIDField(null=True)
    tested_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(closed_at__isnull=True), name="file_production_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d}"
