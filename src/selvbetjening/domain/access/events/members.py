"""What can have happened to a company's own users. Ids and codes only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    """An invitation was accepted with MitID: the person is a user of the company."""

    name: ClassVar[str] = "access.member_joined"
    membership: UUID
    invitation: UUID | None
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberSuspended(Fact):
    """A user's access is closed everywhere, until somebody restores it (BP-22)."""

    name: ClassVar[str] = "access.member_suspended"
    membership: UUID
    generation: int


@dataclass(frozen=True, kw_only=True)
class MemberRestored(Fact):
    """A user is back, with the role and the solutions that a manager confirmed (BP-23)."""

    name: ClassVar[str] = "access.member_restored"
    membership: UUID
    generation: int
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberDeleted(Fact):
    """A user was deleted, or left (BP-24, BP-25)."""

    name: ClassVar[str] = "access.member_deleted"
    membership: UUID
    generation: int
    left: bool


@dataclass(frozen=True, kw_only=True)
class MemberExpired(Fact):
    """A user's access ran out on its day (BP-26)."""

    name: ClassVar[str] = "access.member_expired"
    membership: UUID
    generation: int


@dataclass(frozen=True, kw_only=True)
class MemberAnonymised(Fact):
    """A deleted user's name and addresses are erased (BP-24)."""

    name: ClassVar[str] = "access.member_anonymised"
    membership: UUID


@dataclass(frozen=True, kw_only=True)
class MemberEndSet(Fact):
    """The first day without access is another one now (BP-26)."""

    name: ClassVar[str] = "access.member_end_set"
    membership: UUID
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class EndReminded(Fact):
    """A membership or one of its grants ends soon: the user and the managers are told (BP-26)."""

    name: ClassVar[str] = "access.end_reminded"
    membership: UUID
    solution: str
    ends_on: date
    days: int


@dataclass(frozen=True, kw_only=True)
class ManagerPromoted(Fact):
    """A user is an Access Manager now (BP-29)."""

    name: ClassVar[str] = "access.manager_promoted"
    membership: UUID
    approved_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class ManagerDemoted(Fact):
    """A user is no Access Manager any more (BP-29)."""

    name: ClassVar[str] = "access.manager_demoted"
    membership: UUID


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Fact):
    """A manager ended a user's sessions in the company: the user must log in again (SEC-33)."""

    name: ClassVar[str] = "access.sessions_ended"
    membership: UUID


@dataclass(frozen=True, kw_only=True)
class MemberElsewhere(Fact):
    """A user's login carried another company's number: the managers are told (BP-02)."""

    name: ClassVar[str] = "access.member_elsewhere"
    membership: UUID


@dataclass(frozen=True, kw_only=True)
class MemberEmailSet(Fact):
    """A manager wrote down another e-mail address for a user (BP-77)."""

    name: ClassVar[str] = "access.member_email_set"
    membership: UUID


@dataclass(frozen=True, kw_only=True)
class MemberEmailConfirmed(Fact):
    """A user, or a manager, said that an address which had refused mails takes them (BP-77)."""

    name: ClassVar[str] = "access.member_email_confirmed"
    membership: UUID
