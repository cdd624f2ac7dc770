"""Who belongs to a company, with which grants and favourites (BP-04, BP-12, BP-13, BP-19 to BP-26)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.models.solutions import Solution
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.organizations.models import OrganizationOwned


class Membership(OrganizationOwned):
    """A person in a company. `generation` rises with every end and return of access; whatever was made under an
    earlier one is dead (SEC-27). A login from before `sessions_ended_at` opens nothing here (SEC-33). After thirty days
    as `deleted` the personal columns are emptied (BP-24). `notice_ways` holds what the user chose other than the
    standard (BP-77); a mail refused after `email_confirmed_at` says that the address takes none.
    """

    class Role(models.TextChoices):
        USER = "user"
        ACCESS_MANAGER = "access_manager"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in MembershipState])
    role = models.CharField(max_length=16, choices=Role, default=Role.USER)
    bound_cvr = models.CharField(max_length=8)
    is_external = models.BooleanField(default=False)
    partner_name = models.CharField(max_length=120, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, default="da")
    ends_on = models.DateField(null=True)
    generation = models.PositiveIntegerField(default=1)
    invited_by_id = models.UUIDField(null=True)
    joined_at = models.DateTimeField()
    first_login_at = models.DateTimeField(null=True)
    last_login_at = models.DateTimeField(null=True)
    state_changed_at = models.DateTimeField()
    sessions_ended_at = models.DateTimeField(null=True)
    state_reason = models.CharField(max_length=200, blank=True)
    state_until = models.DateField(null=True)
    notices = models.JSONField(default=dict)
    snoozed = models.JSONField(default=dict)
    notice_ways = models.JSONField(default=dict)
    email_confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=~Q(state="anonymised"),
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=~Q(role="access_manager", is_external=True) | Q(ends_on__isnull=False),
                name="membership_external_manager_ends",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], name="membership_user"),
            models.Index(fields=["organization", "state", "surname"], name="membership_list"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def full_name(self) -> str:
        """The name as invited, empty after erasure."""
        return f"{self.given_name} {self.surname}".strip()


class Grant(OrganizationOwned):
    """One membership's access to one solution: what may be done, for which PBS numbers (none: all), until when."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="grants", db_constraint=False)
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in GrantState])
    actions = ArrayField(models.CharField(max_length=40), default=list)
    pbs_numbers = ArrayField(models.CharField(max_length=8), default=list)
    ends_on = models.DateField(null=True)
    is_permanent = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    granted_by_id = models.UUIDField(null=True)
    granted_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    fading_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "membership", "solution"],
                condition=Q(state__in=["waiting", "active", "fading"]),
                name="grant_one_live",
            ),
            models.CheckConstraint(condition=Q(is_permanent=False) | ~Q(reason=""), name="grant_permanent_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.solution_id} {self.state}"


class Favourite(OrganizationOwned):
    """A solution or a task that a member has starred, in the member's own order (BP-12)."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="favourites", db_constraint=False)
    code = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "membership", "code"], name="favourite_once"),
        ]

    def __str__(self) -> str:
        return self.code
