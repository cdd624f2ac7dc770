"""What waits for a manager, who follows one, and reviews of access. Ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


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
