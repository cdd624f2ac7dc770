"""What can have happened to a user's access to a solution. Ids and codes only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


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
