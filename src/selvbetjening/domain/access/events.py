"""What can have happened to a company's own users. Ids and codes only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Fact):
    """Somebody was invited, and is mailed; one that waits for a second manager is mailed when it is approved."""

    name: ClassVar[str] = "access.member_invited"
    invitation: UUID
    role: str
    version: int
    is_held: bool = False


@dataclass(frozen=True, kw_only=True)
class InvitationResent(Fact):
    """An invitation was sent again: the earlier link is dead."""

    name: ClassVar[str] = "access.invitation_resent"
    invitation: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class InvitationChanged(Fact):
    """What an open invitation gives was changed; no new mail."""

    name: ClassVar[str] = "access.invitation_changed"
    invitation: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationEnded(Fact):
    """An invitation is over without anybody joining: `revoked`, `declined`, `rejected` or `expired`."""

    name: ClassVar[str] = "access.invitation_ended"
    invitation: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class InvitationWaits(Fact):
    """The name did not fit: a manager must say whether it is the invited person (INV-04)."""

    name: ClassVar[str] = "access.invitation_waits"
    invitation: UUID


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
class GrantGiven(Fact):
    """A user got a solution, or more or less of it (BP-20)."""

    name: ClassVar[str] = "access.grant_given"
    membership: UUID
    grant: UUID
    solution: str
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class GrantRemoved(Fact):
    """A user lost a solution (BP-21)."""

    name: ClassVar[str] = "access.grant_removed"
    membership: UUID
    grant: UUID
    solution: str


@dataclass(frozen=True, kw_only=True)
class GrantExpired(Fact):
    """A user's access to a solution ran out, or faded away (BP-26, BM-05)."""

    name: ClassVar[str] = "access.grant_expired"
    membership: UUID
    grant: UUID
    solution: str


@dataclass(frozen=True, kw_only=True)
class GrantFading(Fact):
    """An access that was not used ends in a fortnight unless it is renewed (BM-05)."""

    name: ClassVar[str] = "access.grant_fading"
    membership: UUID
    grant: UUID
    solution: str
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class GrantRenewed(Fact):
    """An access was given more time, or stays though it was not used (BM-05)."""

    name: ClassVar[str] = "access.grant_renewed"
    membership: UUID
    grant: UUID
    solution: str


@dataclass(frozen=True, kw_only=True)
class TaskAsked(Fact):
    """Something waits for a manager: a request, a second yes, "is it the same person?" (BP-14, BP-29, BP-09)."""

    name: ClassVar[str] = "access.task_asked"
    task: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class TaskReminded(Fact):
    """Nobody has answered a request: the managers are told again, and who asked hears of it (BP-14)."""

    name: ClassVar[str] = "access.task_reminded"
    task: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class TaskAnswered(Fact):
    """What waited for a manager is over: `approved`, `declined`, `expired` or `withdrawn`."""

    name: ClassVar[str] = "access.task_answered"
    task: UUID
    kind: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ManagersWritten(Fact):
    """Somebody wrote to the company's managers without seeing their addresses (BP-31)."""

    name: ClassVar[str] = "access.managers_written"
    message: UUID


@dataclass(frozen=True, kw_only=True)
class DeputyNamed(Fact):
    """A manager named a user to follow where no manager is left (BM-11)."""

    name: ClassVar[str] = "access.deputy_named"
    membership: UUID


@dataclass(frozen=True, kw_only=True)
class DeputyAccepted(Fact):
    """The named user said yes (BM-11)."""

    name: ClassVar[str] = "access.deputy_accepted"
    membership: UUID


@dataclass(frozen=True, kw_only=True)
class DeputyEnded(Fact):
    """A user is no deputy any more (BM-11)."""

    name: ClassVar[str] = "access.deputy_ended"
    membership: UUID


@dataclass(frozen=True, kw_only=True)
class SuccessionAsked(Fact):
    """Somebody asks to become Access Manager where none is left; everybody is told, and it waits (BM-11, BP-33)."""

    name: ClassVar[str] = "access.succession_asked"
    succession: UUID
    path: str


@dataclass(frozen=True, kw_only=True)
class SuccessionEnded(Fact):
    """It was stopped (`withdrawn`), or done (`approved`)."""

    name: ClassVar[str] = "access.succession_ended"
    succession: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ReviewBegun(Fact):
    """All access of the company was frozen as a picture to go through (BP-27)."""

    name: ClassVar[str] = "access.review_begun"
    review: UUID


@dataclass(frozen=True, kw_only=True)
class ReviewReminded(Fact):
    """A review was not finished: the managers are told (BM-05)."""

    name: ClassVar[str] = "access.review_reminded"
    review: UUID


@dataclass(frozen=True, kw_only=True)
class ReviewFinished(Fact):
    """A review was gone through and sealed (BM-05)."""

    name: ClassVar[str] = "access.review_finished"
    review: UUID
    report_sha256: str


@dataclass(frozen=True, kw_only=True)
class MembersExported(Fact):
    """The list of users and their access was taken out as a file (BP-27)."""

    name: ClassVar[str] = "access.members_exported"
    form: str
