"""Uploads on their way in."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from selvbetjening.domain.deliveries.lifecycle import OPEN_STAGING, StagingState
from selvbetjening.domain.organizations.models import OrganizationOwned


class Staging(OrganizationOwned):
    """A file that is being sent. Its id names its bytes in the store, and the delivery that it becomes.

    `offset` bytes are surely on disk; `reserved` is what the quota counts. `holder` writes it until `lease_until`:
    whoever takes it over puts in a holder of his own, and the earlier one's next move finds nothing (SEC-108). `size`
    and `sha256` are what the sender said beforehand; `found_sha256` is ours. `clash_key` is the name as compared.
    `is_temporary`: nothing is delivered under its name (`By.temporary`).
    `membership_id` is the person, or the one responsible for the machine, `account_id` the SFTP user or the API user,
    `sftp_user` the former's name;
    `pbs_scope` are the PBS numbers that may be sent for, empty for all.
    """

    class Purpose(models.TextChoices):
        DELIVER = "deliver"
        PREVIEW = "preview"

    door = models.CharField(max_length=5)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    membership_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True)
    key_fingerprint = models.CharField(max_length=60, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    environment = models.CharField(max_length=10, default="production")
    folder = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=200)
    clash_key = models.CharField(max_length=400)
    is_temporary = models.BooleanField(default=False)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.DELIVER)
    pbs_scope = ArrayField(models.CharField(max_length=8), default=list)
    sftp_user = models.CharField(max_length=20, blank=True, default="")
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    found_sha256 = models.CharField(max_length=64, blank=True, default="")
    offset = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    state = models.CharField(
        max_length=10, default=StagingState.RECEIVING, choices=[(each.value, each.value) for each in StagingState]
    )
    holder = models.UUIDField()
    lease_until = models.DateTimeField()
    settles_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One open upload under a name: the second writer meets the first (annex C.2).
            models.UniqueConstraint(
                fields=["organization", "environment", "account_id", "folder", "clash_key"],
                condition=Q(state__in=[each.value for each in OPEN_STAGING], door="sftp"),
                name="staging_name_once",
            ),
            models.CheckConstraint(
                condition=Q(offset__gte=0, reserved__gte=models.F("offset")), name="staging_within_reserved"
            ),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__gte=models.F("offset")), name="staging_within_size"
            ),
            models.CheckConstraint(
                condition=~Q(state="settling") | Q(settles_at__isnull=False), name="staging_settling_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in StagingState]), name="staging_known_state"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "lease_until"],
                name="staging_open",
                condition=Q(state__in=[each.value for each in OPEN_STAGING]),
            ),
            models.Index(fields=["organization", "-began_at"], name="staging_begun"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state} {self.offset}"
