"""What waits for a manager, and who comes after the last one (BP-14, BP-29, BP-31, BP-09, BM-11)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.access.lifecycle import TaskState
from selvbetjening.domain.access.models.members import Membership
from selvbetjening.domain.organizations.models import OrganizationOwned


class AccessTask(OrganizationOwned):
    """A request of one person that a manager answers. `wanted` holds what was asked for, by codes.

    `request_access` (BP-14), `promote` by a second manager (BP-29), `same_person` (BP-09), `external_managers` (BP-16),
    `weaken_policy` (SEC-32), `open_production` of My File Transfer (BP-50).
    """

    class Kind(models.TextChoices):
        REQUEST_ACCESS = "request_access"
        PROMOTE = "promote"
        SAME_PERSON = "same_person"
        EXTERNAL_MANAGERS = "external_managers"
        WEAKEN_POLICY = "weaken_policy"
        OPEN_PRODUCTION = "open_production"

    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in TaskState])
    about = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False)
    asked_by_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=80, blank=True)
    wanted = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "kind", "about", "subject"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="access_task_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class ManagerMessage(OrganizationOwned):
    """A message to the company's managers from a person with its CVR, without their addresses (BP-31)."""

    user_id = models.UUIDField()
    sender = models.CharField(max_length=240)
    email = models.CharField(max_length=254)
    text = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Deputy(OrganizationOwned):
    """A member whom a manager has named to follow, and who has said yes with MitID (BM-11)."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    named_by_id = models.UUIDField()
    named_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "membership"], condition=Q(ended_at__isnull=True), name="deputy_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.membership_id)


class Succession(OrganizationOwned):
    """A way to a new manager where none is left: notices, a wait, a stop button, then the role (BM-11, BP-33)."""

    class Path(models.TextChoices):
        DEPUTY = "deputy"
        SIGNATORY = "signatory"
        STAFF = "staff"

    path = models.CharField(max_length=10, choices=Path)
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in TaskState])
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    user_id = models.UUIDField(null=True)
    proofs = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    operators = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization"], condition=Q(state="open"), name="succession_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.state}"
