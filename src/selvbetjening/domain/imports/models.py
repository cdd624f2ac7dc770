"""Files that a company has uploaded to be brought in, and what became of them."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class FileImport(OrganizationOwned):
    """Some of the six files, checked together and brought in together or not at all.

    `done` is what it comes to, by file: `[created, updated, unchanged]`; foreseen until the state is `done`. `findings`
    are the first faults and warnings, each `[file, line, column, code, text, blocks]`; `faults` counts all that block.
    """

    class State(models.TextChoices):
        CHECKING = "checking"
        CHECKED = "checked"
        WRITING = "writing"
        DONE = "done"

    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    actor_kind = models.CharField(max_length=20, blank=True)
    actor_id = models.CharField(max_length=64, blank=True)
    lines = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    done = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.state} {self.made_at:%Y-%m-%d %H:%M}"


class ImportFile(OrganizationOwned):
    """One uploaded file; `content` is sealed and goes once it is brought in, or after a few days (SEC-123)."""

    file_import = models.ForeignKey(FileImport, on_delete=models.PROTECT, related_name="files", db_constraint=False)
    name = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "file_import", "name"], name="import_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
