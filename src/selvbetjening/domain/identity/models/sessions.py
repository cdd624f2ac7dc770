"""Server-side sessions: the browser holds 256 random bits, the table only their digest (SEC-26)."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.ids import new_id


class PortalSession(OrganizationOwned):
    """A browser in one organization's customer portal; logged in when it has a recipient.

    With an identity it has proven a mailbox that may stand on several recipients, and chooses among them (XB-07).
    """

    key_digest = models.BinaryField(max_length=32)
    recipient_id = models.UUIDField(null=True)
    identity_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "key_digest"], name="portal_session_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "recipient_id"], name="portal_session_person"),
            models.Index(fields=["organization", "identity_id"], name="portal_session_identity"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class StaffSession(models.Model):
    """An operator's browser on the staff host. It belongs to no organization."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key_digest = models.BinaryField(max_length=32, unique=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class StaffLink(models.Model):
    """A single-use login link for an operator, made on the command line; there are no passwords (SEC-34)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
