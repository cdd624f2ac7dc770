"""The outbox."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.organizations.models import OrganizationOwned


class Message(OrganizationOwned):
    """One mail to one address. `key` makes it once-only: the same key twice is the same mail."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    to_address = models.CharField(max_length=254)
    reply_to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    attachment = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "key"], name="message_is_written_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"),
                name="message_sent_has_its_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "next_attempt_at"],
                name="message_due",
                condition=Q(state="queued"),
            ),
            models.Index(
                fields=["organization", "to_address"],
                name="message_refused",
                condition=Q(state="failed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
