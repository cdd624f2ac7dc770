"""Files that wait to be fetched."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class OutFile(OrganizationOwned):
    """A file in `/ud` and on the page to collect from (BP-48). Its id names its bytes in the store.

    `output_id` is what directdebit made it of; one file for each. `collected_*` are of the first download.
    `number` counts the company's, for a name in the old way where it has none of its own (BP-48).
    """

    output_id = models.UUIDField(null=True)
    environment = models.CharField(max_length=10)
    solution = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    pbs_number = models.CharField(max_length=8, blank=True, default="")
    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField(null=True)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    collected_at = models.DateTimeField(null=True)
    collected_by_kind = models.CharField(max_length=20, blank=True, default="")
    collected_by = models.CharField(max_length=64, blank=True, default="")
    collections = models.PositiveIntegerField(default=0)
    content_gone_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "output_id"], name="out_file_of_output"),
            models.UniqueConstraint(fields=["organization", "environment", "name"], name="out_file_name"),
            models.UniqueConstraint(fields=["organization", "number"], name="out_file_number"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "environment", "-made_at"], name="out_file_newest"),
        ]

    def __str__(self) -> str:
        return self.name


class OutFileMark(OrganizationOwned):
    """An SFTP user has removed the file from its `/ud`: it is hidden from that user, and from nobody else."""

    file = models.ForeignKey(OutFile, on_delete=models.CASCADE, related_name="marks", db_constraint=False)
    account_id = models.UUIDField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "file", "account_id"], name="out_file_mark_once"),
        ]

    def __str__(self) -> str:
        return str(self.account_id)
