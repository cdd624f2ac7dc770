"""The rows of the book, and the reactions that are still owed to it."""

from typing import ClassVar, Final

from django.db import models

from selvbetjening.kernel.ids import new_id

#: After so many failures a reaction waits for a person; it stays visible on the operator's pages.
ATTEMPTS: Final = 8


class Event(models.Model):
    """One fact. Triggers refuse UPDATE and DELETE; the row is written in the transaction of the fact."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField()
    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    account_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization_id", "account_id", "-at"], name="event_of_account"),
            # Without the system's own rows, which are nearly all of them.
            models.Index(
                fields=["organization_id", "-at"], name="event_of_people", condition=~models.Q(actor_kind="system")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class PendingReaction(models.Model):
    """An event that somebody must still react to. The row is the work; the job only wakes (design, "Jobs")."""

    event_id = models.UUIDField(primary_key=True)
    organization_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization_id", "recorded_at"], name="pending_reaction_by_age"),
        ]

    def __str__(self) -> str:
        return str(self.event_id)
