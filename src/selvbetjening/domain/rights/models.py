"""Exports of an account's data, and erasures."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.models import OrganizationOwned


class DataExport(OrganizationOwned):
    """Everything that is kept about one account, as one ZIP file for a day (GDP-3, XB-39, SEC-123)."""

    class State(models.TextChoices):
        WORKING = "working"
        READY = "ready"
        GONE = "gone"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    recipient_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    asked_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "recipient_id"], name="data_export_one_at_a_time", condition=Q(state="working")
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False, expires_at__isnull=False),
                name="data_export_ready_has_its_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def percent(self) -> int:
        """How far the work is, rounded down."""
        return 100 * self.done // self.total if self.total else 0


class DataExportPart(OrganizationOwned):
    """A piece of an export's file, so that none is ever held in memory whole; of the attempts the last one counts.

    `content` is sealed: nobody reads it in a copy of the database (SEC-123).
    """

    data_export = models.ForeignKey(DataExport, on_delete=models.PROTECT, related_name="parts", db_constraint=False)
    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "data_export", "attempt", "number"], name="data_export_part_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Erasure(OrganizationOwned):
    """Somebody was erased: what went at once, and what the books must keep until when (GDP-4, BOK-1).

    `kept` lists objects with `what` (a code), `count` and `until` (ISO day). `recipient_id` is None where the whole
    account was erased.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    recipient_id = models.UUIDField(null=True)
    erased_at = models.DateTimeField()
    kept = models.JSONField(default=list)
    next_on = models.DateField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "account"], name="erasure_of_account_once", condition=Q(recipient_id=None)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "next_on"], name="erasure_waiting", condition=Q(completed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.erased_at:%Y-%m-%d}"


class AccountMove(OrganizationOwned):
    """An account came from another company's Selvbetjening, or went to one (CM-13). Only ever added to.

    `archive` is the signed file, sealed, and empty once a file made in the portal was deleted; `key` is the public key
    that proves it. `content_hash` is that of `rules.moving`. `hand_over` says from which day on (ISO) the new side
    bills each subscription, by its code.
    """

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    direction = models.CharField(max_length=3, choices=Direction)
    moved_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    hand_over = models.JSONField(default=dict)
    key = models.BinaryField(max_length=32, default=b"")
    archive = models.BinaryField(max_length=300_000_000)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "account", "direction"], name="account_moves_once_each_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.moved_at:%Y-%m-%d}"


class MoveRequest(OrganizationOwned):
    """An Access Manager has asked for an account's file for another side, and fetches it here (CM-13).

    A job makes it. Of a refused one `refusal` is the reason and `about` what it concerns (`rules.moving.MoveRefused`).
    `expires_at`: the file is deleted then, and the first download brings that nearer (`rules.moving.fetchable_until`).
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        READY = "ready"
        REFUSED = "refused"
        GONE = "gone"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    membership_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    refusal = models.CharField(max_length=20, blank=True, default="")
    about = models.CharField(max_length=128, blank=True, default="")
    move = models.ForeignKey(AccountMove, on_delete=models.SET_NULL, related_name="+", db_constraint=False, null=True)
    size = models.PositiveBigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "account"],
                name="move_request_one_at_a_time",
                condition=Q(state__in=["waiting", "working", "ready"]),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False, expires_at__isnull=False),
                name="move_request_ready_has_its_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.asked_at:%Y-%m-%d %H:%M}"
