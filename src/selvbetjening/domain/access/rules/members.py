"""May this member of the company do this? The one decision for pages, files, machines and jobs (BM-12). Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.permissions import ACTIONS, MANAGE
from selvbetjening.kernel.ids import OrganizationId

Role = Literal["user", "access_manager"]
RequestKind = Literal["", "request_access", "same_person"]
ACCESS_MANAGER: Final[Role] = "access_manager"
USER: Final[Role] = "user"
#: Grants in these states open their solution (annex B.3): one that fades still does until its fortnight is over.
OPENING: Final = (GrantState.ACTIVE, GrantState.FADING)


@dataclass(frozen=True)
class Helper:
    """An Access Manager whom somebody may ask (BP-31)."""

    name: str
    email: str


@dataclass(frozen=True)
class Decision:
    """Yes or no, and what a refusal page needs: code of annex J, missing permissions, who can help, what to ask for."""

    allowed: bool
    code: str = ""
    missing: tuple[str, ...] = ()
    who_can_grant: tuple[Helper, ...] = ()
    request_kind: RequestKind = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Member:
    """A membership as its row is now. `ends_on` is the first day without access.

    A login from before `sessions_ended_at` opens nothing here (SEC-33).
    """

    id: UUID
    user: UUID
    name: str
    email: str
    role: Role
    state: MembershipState
    bound_cvr: str
    is_external: bool
    partner_name: str
    language: str
    ends_on: date | None
    generation: int
    sessions_ended_at: datetime | None = None


@dataclass(frozen=True)
class LiveGrant:
    """An open grant: `actions` of `solution`, for `pbs_numbers` (none: all), until the day before `ends_on`."""

    id: UUID
    solution: str
    actions: tuple[str, ...]
    pbs_numbers: tuple[str, ...]
    ends_on: date | None
    is_fading: bool = False


@dataclass(frozen=True)
class Standing:
    """What the company's rows say of a person now (SEC-27). `refused` is a LOGIN code, empty where the door is open."""

    organization: OrganizationId
    membership: Member
    grants: tuple[LiveGrant, ...] = ()
    solutions: frozenset[str] = field(default_factory=frozenset)
    refused: str = ""

    @property
    def is_manager(self) -> bool:
        """Whether this is an active Access Manager whose door is open."""
        return not self.refused and self.membership.role == ACCESS_MANAGER

    def actions_in(self, solution: str) -> frozenset[str]:
        """What may be done in a solution: everything for a manager, else what the live grant names (BP-13, BP-28)."""
        if self.refused or solution not in self.solutions:
            return frozenset()
        if self.is_manager:
            return frozenset(ACTIONS.get(solution, ()))
        return frozenset(action for grant in self.grants if grant.solution == solution for action in grant.actions)


def refusal_of(*, state: MembershipState, ends_on: date | None, fits: bool, has_agreement: bool, today: date) -> str:
    """Why a membership opens nothing today, as a LOGIN code; empty when it does (BP-02 to BP-04).

    `fits` says whether the CVR of the login is the bound one: another one is as if there were no membership. An end
    date counts on its day, whether or not a job has run (BP-26).
    """
    if not fits or state in (MembershipState.DELETED, MembershipState.ANONYMISED):
        return "LOGIN-07"
    if state == MembershipState.SUSPENDED:
        return "LOGIN-08"
    if state == MembershipState.EXPIRED or (ends_on is not None and ends_on <= today):
        return "LOGIN-09"
    return "" if has_agreement else "LOGIN-06"


def is_open(*, state: GrantState, ends_on: date | None, today: date) -> bool:
    """Whether a grant opens its solution today."""
    return state in OPENING and (ends_on is None or ends_on > today)


def decide(*, standing: Standing | None, permission: str, is_operator: bool) -> Decision:
    """Decide one code of `permissions.codes()`; everything that is not clearly allowed is refused (SEC-24).

    An operator who acts for the company works in its Selvbetjening, and never with its users: nobody but the company's
    own managers lets people in (BP-33). `who_can_grant` is filled in by the query.
    """
    solution, _, action = permission.partition(".")
    if is_operator:
        known = action in ACTIONS.get(solution, ()) and solution == "selvbetjening"
        return Decision(allowed=True) if known else Decision(allowed=False, code="ACC-01", missing=(permission,))
    if standing is None:
        return Decision(allowed=False, code="LOGIN-07", missing=(permission,))
    if standing.refused:
        return Decision(allowed=False, code=standing.refused, missing=(permission,))
    if permission == MANAGE:
        if standing.is_manager:
            return Decision(allowed=True)
        return Decision(allowed=False, code="ACC-01", missing=(permission,))
    if action not in ACTIONS.get(solution, ()):
        return Decision(allowed=False, code="ACC-01", missing=(permission,))
    if solution not in standing.solutions:
        return Decision(allowed=False, code="ACC-02", missing=(permission,))
    if action in standing.actions_in(solution):
        return Decision(allowed=True)
    return Decision(allowed=False, code="ACC-01", missing=(permission,), request_kind="request_access")


def wider(*, actions: Collection[str], than: Collection[str]) -> list[str]:
    """The actions that go beyond others, in order (BP-15: nobody grants more than there is)."""
    return [action for action in actions if action not in than]
