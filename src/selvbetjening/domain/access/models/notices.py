"""What a user was told, in the portal and by mail (BP-77)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.access.models.members import Membership
from selvbetjening.domain.organizations.models import OrganizationOwned


class Notice(OrganizationOwned):
    """One thing that one user is told. `key` makes it once-only. It holds ids, and nobody's name or address.

    `mail`: `sent` to the outbox, `waits` for the day's collected mail, or `none`.
    """

    class Mail(models.TextChoices):
        SENT = "sent"
        WAITS = "waits"
        NONE = "none"

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="told", db_constraint=False)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=80)
    path = models.CharField(max_length=120, blank=True)
    about_id = models.UUIDField(null=True)
    source_id = models.UUIDField(null=True)
    solution = models.CharField(max_length=40, blank=True)
    last_on = models.DateField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=5, choices=Mail)
    digest_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "key"], name="access_notice_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "membership", "-at"], name="access_notice_list"),
            models.Index(
                fields=["organization", "membership"], name="access_notice_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(fields=["organization", "membership"], name="access_notice_waits", condition=Q(mail="waits")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mail}"
