"""The SFTP server's own next key, and which of its keys each SFTP user has met (BM-09)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.identity.models.ssh import SshAccount
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.ids import new_id


class HostKeyChange(models.Model):
    """A host key that the operator has announced: from `starts_on` it is shown first, for all companies alike.

    `retires` is the fingerprint of the key of the same kind that it takes over from, empty where there was none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    blob = models.BinaryField()
    fingerprint = models.CharField(max_length=60)
    retires = models.CharField(max_length=60, blank=True)
    announced_at = models.DateTimeField()
    starts_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["announced_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(withdrawn_at__isnull=True), name="host_key_change_once"
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint


class HostKeyUse(OrganizationOwned):
    """An SFTP user and a host key: `used_at` when a connection was last made with it, `learned_at` when its program
    last asked for the proof of it, so that it knows it now; `warned_days` the last mail before the change away from it
    on `warned_change_on`.
    """

    account = models.ForeignKey(SshAccount, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    fingerprint = models.CharField(max_length=60)
    used_at = models.DateTimeField(null=True)
    learned_at = models.DateTimeField(null=True)
    warned_days = models.PositiveSmallIntegerField(null=True)
    warned_change_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "account", "fingerprint"], name="host_key_use_once"),
        ]

    def __str__(self) -> str:
        return self.fingerprint
