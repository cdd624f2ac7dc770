"""What lies beside files: sidecars, markers, empty files."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.deliveries.models.staging import Staging
from selvbetjening.domain.organizations.models import OrganizationOwned


class Marker(OrganizationOwned):
    """A small file that says something of another one, or an empty one; never a delivery (annex C.4).

    `staging` is how it came; its bytes are `content`. `names_key` is the file's name or its stem as compared, empty
    where it names none. `sha256` and `size` are what it promises. `verdict` is one of `rules.markers.Verdict`;
    `about_id` names the staging, and so the delivery, that it was held against. Sent again, it is this row once more.
    """

    staging = models.ForeignKey(Staging, on_delete=models.PROTECT, related_name="markers", db_constraint=False)
    environment = models.CharField(max_length=10)
    account_id = models.UUIDField()
    folder = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=200)
    clash_key = models.CharField(max_length=400)
    names_key = models.CharField(max_length=400, blank=True, default="")
    content = models.BinaryField(max_length=4096, default=b"")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=10)
    about_id = models.UUIDField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-noted_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "environment", "account_id", "folder", "clash_key"], name="marker_name_once"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["waits", "fits", "differs", "unreadable", "nothing"]),
                name="marker_known_verdict",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account_id", "names_key"], name="marker_of_name"),
            models.Index(fields=["organization", "about_id"], name="marker_about"),
            models.Index(fields=["organization", "noted_at"], name="marker_noted"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.verdict}"
