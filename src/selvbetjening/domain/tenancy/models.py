"""The book of the doorway: who looked across organizations, when and why (SEC-18)."""

from typing import ClassVar

from django.db import models

from selvbetjening.kernel.ids import new_id


class DoorwayUse(models.Model):
    """One use of the doorway. Only ever added to; it names no person and no customer, only who and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_kind} {self.reason}"
