"""What can have happened to an invitation. Ids and codes only."""

from dataclasses import dataclass
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
class InvitationBounced(Fact):
    """The mail of an open invitation was given up: it did not arrive (BP-18)."""

    name: ClassVar[str] = "access.invitation_bounced"
    invitation: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationWaits(Fact):
    """The name did not fit: a manager must say whether it is the invited person (INV-04)."""

    name: ClassVar[str] = "access.invitation_waits"
    invitation: UUID
