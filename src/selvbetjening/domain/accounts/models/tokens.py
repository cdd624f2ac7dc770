"""Tokens with which a customer's own programs read what she may read (CM-09)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models.account import Account
from selvbetjening.domain.accounts.models.recipient import Recipient
from selvbetjening.domain.organizations.models import OrganizationOwned


class CustomerToken(OrganizationOwned):
    """One recipient's key for one program: the `calendar` of days, or the `documents` of the account; it only reads.

    It opens no more than the recipient may at that moment. Only an HMAC of it is kept; `ending` are its last four
    signs. `used_on` is the day of its last use. A calendar's has no `expires_at`: it stops when it is revoked.
    """

    class Kind(models.TextChoices):
        CALENDAR = "calendar"
        DOCUMENTS = "documents"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32)
    ending = models.CharField(max_length=4)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "digest"], name="customer_token_digest"),
            models.CheckConstraint(
                condition=Q(kind="calendar") | Q(kind="documents", expires_at__isnull=False),
                name="customer_token_of_documents_ends",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "recipient"], name="customer_token_alive", condition=Q(revoked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.ending}"
