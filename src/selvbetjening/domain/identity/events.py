"""What can have happened to identities. Ids only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class LoginLinkSpent(Fact):
    """A link was pressed and let somebody in (`login`) or on to the sign-up form (`signup`).

    A login stands in the account's own log; who is at the sign-up form or has to choose has no account yet.
    """

    name: ClassVar[str] = "identity.login_link_spent"
    link: UUID
    purpose: str
    recipient: UUID | None


@dataclass(frozen=True, kw_only=True)
class DirectLinkMade(Fact):
    """An API user made a link into the portal for a recipient, or to the sign-up (LG-12)."""

    name: ClassVar[str] = "identity.direct_link_made"
    link: UUID
    recipient: UUID | None


@dataclass(frozen=True, kw_only=True)
class DirectLinkSpent(Fact):
    """A direct link let its person in, or on to the sign-up form (LG-12)."""

    name: ClassVar[str] = "identity.direct_link_spent"
    link: UUID
    recipient: UUID | None


@dataclass(frozen=True, kw_only=True)
class ApiUserCreated(Fact):
    """The organization has one more API user."""

    name: ClassVar[str] = "identity.api_user_created"
    api_user: UUID


@dataclass(frozen=True, kw_only=True)
class ApiUserDeleted(Fact):
    """An API user is gone; without any the portal is closed (SB-07)."""

    name: ClassVar[str] = "identity.api_user_deleted"
    api_user: UUID


@dataclass(frozen=True, kw_only=True)
class ApiUserRightsSet(Fact):
    """What an API user may was changed: exactly `rights`, or everything."""

    name: ClassVar[str] = "identity.api_user_rights_set"
    api_user: UUID
    rights: tuple[str, ...]
    all_rights: bool


@dataclass(frozen=True, kw_only=True)
class ApiTokenIssued(Fact):
    """An API user has one more token."""

    name: ClassVar[str] = "identity.api_token_issued"
    api_user: UUID
    api_token: UUID
    is_read_only: bool


@dataclass(frozen=True, kw_only=True)
class ApiTokenRevoked(Fact):
    """A token of an API user opens nothing any more."""

    name: ClassVar[str] = "identity.api_token_revoked"
    api_user: UUID
    api_token: UUID


@dataclass(frozen=True, kw_only=True)
class SshAccountOpened(Fact):
    """There is one more SFTP user, or a closed one opens again: a person's, or a machine's (BP-42)."""

    name: ClassVar[str] = "identity.ssh_account_opened"
    ssh_account: UUID
    member: UUID | None
    is_machine: bool
    environment: str


@dataclass(frozen=True, kw_only=True)
class SshAccountClosed(Fact):
    """An SFTP user's door is closed: with its person's access, or for good (SEC-28)."""

    name: ClassVar[str] = "identity.ssh_account_closed"
    ssh_account: UUID
    for_good: bool


@dataclass(frozen=True, kw_only=True)
class SshKeyAdded(Fact):
    """An SFTP user has one more key; `is_pending` while somebody has to confirm it."""

    name: ClassVar[str] = "identity.ssh_key_added"
    ssh_account: UUID
    ssh_key: UUID
    fingerprint: str
    source: str
    is_pending: bool


@dataclass(frozen=True, kw_only=True)
class SshKeyConfirmed(Fact):
    """A key that came as a file opens from now on."""

    name: ClassVar[str] = "identity.ssh_key_confirmed"
    ssh_account: UUID
    ssh_key: UUID


@dataclass(frozen=True, kw_only=True)
class SshKeyDisabled(Fact):
    """A key opens no more until somebody switches it on again."""

    name: ClassVar[str] = "identity.ssh_key_disabled"
    ssh_account: UUID
    ssh_key: UUID


@dataclass(frozen=True, kw_only=True)
class SshKeyEnabled(Fact):
    """A key that was switched off opens again."""

    name: ClassVar[str] = "identity.ssh_key_enabled"
    ssh_account: UUID
    ssh_key: UUID


@dataclass(frozen=True, kw_only=True)
class SshKeyRemoved(Fact):
    """A key opens no more, and never again for this user."""

    name: ClassVar[str] = "identity.ssh_key_removed"
    ssh_account: UUID
    ssh_key: UUID


@dataclass(frozen=True, kw_only=True)
class SshHabitsChosen(Fact):
    """The door behaves in another way for an SFTP user's program (BP-43, BP-48, annex C.4)."""

    name: ClassVar[str] = "identity.ssh_habits_chosen"
    ssh_account: UUID
    all_in_root: bool
    naming: str
    temporary_names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SshResponsibleGone(Fact):
    """Nobody is responsible for a machine's SFTP user any more: it goes on for fourteen days (annex B.3)."""

    name: ClassVar[str] = "identity.ssh_responsible_gone"
    ssh_account: UUID


@dataclass(frozen=True, kw_only=True)
class SshResponsibleChosen(Fact):
    """Somebody is responsible for a machine's SFTP user."""

    name: ClassVar[str] = "identity.ssh_responsible_chosen"
    ssh_account: UUID
    member: UUID


@dataclass(frozen=True, kw_only=True)
class HostKeyWarned(Fact):
    """An SFTP user's program has only met a host key that goes in so many days (BM-09)."""

    name: ClassVar[str] = "identity.host_key_warned"
    ssh_account: UUID
    change: UUID
    days: int
