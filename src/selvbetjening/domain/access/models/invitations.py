"""Invitations as rows (BP-15 to BP-18, annex B.1)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from selvbetjening.domain.access.lifecycle import InvitationState
from selvbetjening.domain.access.models.members import Membership
from selvbetjening.domain.access.models.solutions import Solution
from selvbetjening.domain.organizations.models import OrganizationOwned

_STATES = [(each.value, each.value) for each in InvitationState]


class Invitation(OrganizationOwned):
    """Somebody may join. Only a digest of the link's token is kept; `version` rises with each sending and voids it."""

    state = models.CharField(max_length=24, choices=_STATES)
    email = models.CharField(max_length=254)
    given_name = models.CharField(max_length=120)
    surname = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=16, choices=Membership.Role, default=Membership.Role.USER)
    bound_cvr = models.CharField(max_length=8)
    is_external = models.BooleanField(default=False)
    partner_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    membership_ends_on = models.DateField(null=True)
    message = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2, default="da")
    token_digest = models.BinaryField(max_length=32, null=True)
    version = models.PositiveSmallIntegerField(default=1)
    life_hours = models.PositiveSmallIntegerField(default=72)
    expires_at = models.DateTimeField()
    invited_by_id = models.UUIDField(null=True)
    approved_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    claimed_user_id = models.UUIDField(null=True)
    claimed_name = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "token_digest"], name="invitation_token"),
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(state__in=["pending", "awaiting_confirmation", "awaiting_approval"]),
                name="invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(is_external=False) | Q(membership_ends_on__isnull=False), name="invitation_external_ends"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class InvitedGrant(OrganizationOwned):
    """A solution that the invited person gets with the membership."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="grants", db_constraint=False)
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="+")
    actions = ArrayField(models.CharField(max_length=40), default=list)
    pbs_numbers = ArrayField(models.CharField(max_length=8), default=list)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invitation", "solution"], name="invited_grant_once"),
        ]

    def __str__(self) -> str:
        return self.solution_id
