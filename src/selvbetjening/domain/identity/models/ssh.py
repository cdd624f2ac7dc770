"""SFTP users, their keys, and what was tried at the SSH door (BP-42, BM-08)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from selvbetjening.domain.identity.lifecycle import SshAccountState, SshKeyState
from selvbetjening.domain.identity.rules.ssh_habits import SshNaming
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.ids import new_id


class SshUserName(models.Model):
    """Whose SFTP user a name is: asked before any company is known, so it belongs to none (SEC-15).

    No right stands in it. `generation` rises whenever the door is to be closed for the account: whoever holds a
    connection open asks for it every second and cuts those of an earlier one (SEC-27, SEC-28).
    """

    name = models.CharField(max_length=9, primary_key=True)
    # Not `organization_id` in the table: no row of it is a company's own, and the guard would ask for a wall (SEC-15).
    organization_id = models.UUIDField(db_column="for_company")
    account_id = models.UUIDField(unique=True)
    generation = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class SshAccount(OrganizationOwned):
    """An SFTP user: a person's in this company, or a machine's (BP-42).

    `membership_id` is the person; a machine has a `responsible_membership_id` instead, who may not approve what it
    sends (SEC-32), and its own rights; a person's are those of the grants. `doctor_until`: somebody looks at what is
    tried (BM-08). How its program behaves: `temporary_names` are the patterns of unfinished files, empty for those of
    the installation (annex C.4); `all_in_root`: it puts and fetches in `/` (BP-43); `naming` of what it gets (BP-48).
    """

    name = models.CharField(max_length=9)
    is_machine = models.BooleanField(default=False)
    label = models.CharField(max_length=80, blank=True, default="")
    membership_id = models.UUIDField(null=True)
    responsible_membership_id = models.UUIDField(null=True)
    orphaned_at = models.DateTimeField(null=True)
    environment = models.CharField(max_length=10)
    state = models.CharField(
        max_length=8, default=SshAccountState.OPEN, choices=[(each.value, each.value) for each in SshAccountState]
    )
    may_send = models.BooleanField(default=True)
    may_fetch = models.BooleanField(default=True)
    pbs_numbers = ArrayField(models.CharField(max_length=8), default=list)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    doctor_until = models.DateTimeField(null=True)
    temporary_names = ArrayField(models.CharField(max_length=60), default=list)
    all_in_root = models.BooleanField(default=False)
    naming = models.CharField(
        max_length=6, default=SshNaming.PORTAL, choices=[(each.value, each.value) for each in SshNaming]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "name"], name="ssh_account_name"),
            models.UniqueConstraint(
                fields=["organization", "membership_id", "environment"],
                condition=Q(is_machine=False) & ~Q(state="ended"),
                name="ssh_account_of_person_once",
            ),
            models.CheckConstraint(
                condition=Q(is_machine=True, membership_id__isnull=True)
                | Q(is_machine=False, membership_id__isnull=False, responsible_membership_id__isnull=True),
                name="ssh_account_person_or_machine",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in SshAccountState]), name="ssh_account_known_state"
            ),
            models.CheckConstraint(
                condition=Q(naming__in=[each.value for each in SshNaming]), name="ssh_account_known_naming"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SshKey(OrganizationOwned):
    """A public key of an SFTP user. `source` says how it came: `portal`, `file` or `api`; `addresses` from where it is
    taken, empty for anywhere; `uses` how often it logged in, for the change-over to a newer one (BM-09);
    `test_began_at` when somebody began to test it last (BP-42).
    """

    account = models.ForeignKey(SshAccount, on_delete=models.CASCADE, related_name="keys", db_constraint=False)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    bits = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=60)
    blob = models.BinaryField()
    source = models.CharField(max_length=6, default="portal")
    addresses = ArrayField(models.CharField(max_length=50), default=list)
    added_by_id = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, default=SshKeyState.ACTIVE, choices=[(each.value, each.value) for each in SshKeyState]
    )
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_address = models.CharField(max_length=45, blank=True, default="")
    uses = models.PositiveIntegerField(default=0)
    test_began_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["added_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A revoked key never comes back to the same user (annex B.3).
            models.UniqueConstraint(fields=["organization", "account", "fingerprint"], name="ssh_key_of_account_once"),
            # One key is one SFTP user's, in whatever company: else two companies could be told to belong together.
            models.UniqueConstraint(fields=["fingerprint"], condition=~Q(state="revoked"), name="ssh_key_is_one_users"),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in SshKeyState]), name="ssh_key_known_state"
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint


class SshAttempt(models.Model):
    """What was tried at the SSH door, for a day (BM-08): what somebody who cannot get in needs to know.

    Whoever knocks may belong to no company, so the rows belong to none. `verdict` is a code of `rules.ssh_doors`;
    `wanted` is what the client offered where nothing fitted, or the path that was refused.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    organization_id = models.UUIDField(null=True, db_column="for_company")
    account_id = models.UUIDField(null=True)
    user_name = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45)
    client = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    bits = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=20)
    wanted = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account_id", "-at"], name="ssh_attempt_account"),
            models.Index(fields=["address", "-at"], name="ssh_attempt_address"),
            models.Index(fields=["at"], name="ssh_attempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verdict}"
