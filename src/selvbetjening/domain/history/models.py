"""The rows of the book, the chain that holds them, and the reactions that are still owed to it."""

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


class LogEntry(models.Model):
    """The place of one event in its account's log (CM-10): gapless numbers from 1, each with the hash before it.

    Written in the transaction of the fact; triggers refuse UPDATE and DELETE. What is hashed: `rules.chain`.
    """

    event_id = models.UUIDField(primary_key=True)
    organization_id = models.UUIDField()
    account_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization_id", "account_id", "seq"], name="log_entry_place"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.seq}"


class LogHead(models.Model):
    """The last entry of one account's log. It is locked while entries are added, so there are no forks and no gaps."""

    account_id = models.UUIDField(primary_key=True)
    organization_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.account_id} {self.seq}"


class PersonalValue(models.Model):
    """A name, an address or a word of a person's that belongs to an event. The event holds its salted digest only.

    This row may go: value and salt with it, and nobody can find out from the digest what it was (SEC-117, GDP-4).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField()
    account_id = models.UUIDField()
    event_id = models.UUIDField()
    key = models.CharField(max_length=60)
    salt = models.BinaryField(max_length=16)
    value = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization_id", "event_id", "key"], name="personal_value_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization_id", "account_id"], name="personal_value_of_account"),
        ]

    def __str__(self) -> str:
        return self.key


class AnchorWish(models.Model):
    """Somebody on an account wants the last hash of its log by mail, once a day when there is a new one (CM-10)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField()
    account_id = models.UUIDField()
    recipient_id = models.UUIDField()
    asked_at = models.DateTimeField()
    sent_seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization_id", "recipient_id"], name="anchor_wish_once"),
        ]

    def __str__(self) -> str:
        return str(self.recipient_id)


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
