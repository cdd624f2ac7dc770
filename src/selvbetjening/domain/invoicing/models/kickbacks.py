"""What a reseller's system notes on an issued document; nothing of ours reads it."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class KickbackNote(OrganizationOwned):
    """The `kickback_status` of one invoice or credit note, in the words of the system that sets it."""

    document_id = models.UUIDField()
    status = models.CharField(max_length=32, blank=True)
    modified_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "document_id"], name="kickback_note_once"),
        ]

    def __str__(self) -> str:
        return self.status
