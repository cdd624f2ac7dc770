"""Users of a company: the list, one of them, and whose new identity somebody may be (BP-09, BP-19)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.models import Grant, Membership
from selvbetjening.domain.access.rules.members import OPENING
from selvbetjening.kernel.ids import OrganizationId

LISTED = (MembershipState.ACTIVE, MembershipState.SUSPENDED, MembershipState.EXPIRED, MembershipState.DELETED)


@dataclass(frozen=True)
class GrantRow:
    """One grant of a user, as the lists show it. `ends_on` is the first day without."""

    id: UUID
    solution: str
    state: GrantState
    actions: tuple[str, ...]
    pbs_numbers: tuple[str, ...]
    ends_on: date | None
    is_permanent: bool
    reason: str
    granted_at: datetime
    granted_by: UUID | None
    last_used_at: datetime | None
    fading_on: date | None


@dataclass(frozen=True)
class MemberRow:
    """One user. `state` is as of today: an access that ran out says so before any job has run (BP-26)."""

    id: UUID
    state: MembershipState
    name: str
    surname: str
    email: str
    phone: str
    role: str
    is_external: bool
    partner_name: str
    bound_cvr: str
    ends_on: date | None
    joined_at: datetime
    first_login_at: datetime | None
    last_login_at: datetime | None
    state_changed_at: datetime
    state_reason: str
    state_until: date | None
    invited_by: UUID | None
    grants: tuple[GrantRow, ...]


def members(
    organization: OrganizationId,
    *,
    today: date,
    search: str = "",
    states: Collection[str] = (),
    solution: str = "",
    external: bool | None = None,
    role: str = "",
    offset: int = 0,
    limit: int | None = 50,
) -> tuple[int, list[MemberRow]]:
    """How many users fit, and one page of them by surname; deleted ones only where `states` names them (BP-19)."""
    rows = Membership.objects.filter(organization_id=organization, state__in=LISTED)
    rows = _in_states(rows, states, today)
    for word in search.split()[:5]:
        rows = rows.filter(
            Q(given_name__icontains=word)
            | Q(surname__icontains=word)
            | Q(email__icontains=word)
            | Q(partner_name__icontains=word)
        )
    if solution:
        holders = Grant.objects.filter(organization_id=organization, solution_id=solution, state__in=OPENING)
        rows = rows.filter(Q(id__in=holders.values("membership_id")) | Q(role=Membership.Role.ACCESS_MANAGER))
    if external is not None:
        rows = rows.filter(is_external=external)
    if role:
        rows = rows.filter(role=role)
    ordered = rows.order_by("surname", "given_name", "id")
    page = ordered[offset:] if limit is None else ordered[offset : offset + limit]
    return rows.count(), _with_grants(organization, list(page), today)


def _in_states(rows: QuerySet[Membership], states: Collection[str], today: date) -> QuerySet[Membership]:
    if not states:
        return rows.exclude(state=MembershipState.DELETED)
    over = Q(state=MembershipState.ACTIVE, ends_on__lte=today)
    wanted = Q(state__in=[state for state in states if state != MembershipState.ACTIVE])
    if MembershipState.ACTIVE in states:
        wanted |= Q(state=MembershipState.ACTIVE) & ~over
    if MembershipState.EXPIRED in states:
        wanted |= over
    return rows.filter(wanted)


def get_member(organization: OrganizationId, *, membership: UUID, today: date) -> MemberRow | None:
    """One user of the company, deleted ones too; None for another company's, an unknown or an erased one (404)."""
    found = Membership.objects.filter(organization_id=organization, id=membership, state__in=LISTED)
    return next(iter(_with_grants(organization, list(found), today)), None)


def names(organization: OrganizationId, *, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by membership id; an erased user has a short pseudonym (BP-34)."""
    rows = Membership.objects.filter(organization_id=organization, id__in=ids)
    return {row.id: row.full_name or f"#{str(row.id)[:8]}" for row in rows}


def twin_of(organization: OrganizationId, *, user: UUID, cvr: str, email: str) -> Membership | None:
    """The one user with this number and address whose identity is another one (BP-09); None for none or several.

    None, too, where the asker has a membership here.
    """
    live = Membership.objects.filter(organization_id=organization).exclude(
        state__in=(MembershipState.ANONYMISED, MembershipState.DELETED)
    )
    if not email or live.filter(user_id=user).exists():
        return None
    found = list(live.filter(bound_cvr=cvr, email=email.strip().lower())[:2])
    return found[0] if len(found) == 1 else None


def counts_by_solution(organization: OrganizationId) -> dict[str, int]:
    """How many users hold a grant of each solution."""
    rows = Grant.objects.filter(organization_id=organization, state__in=OPENING)
    return dict(rows.values_list("solution_id").annotate(Count("membership_id", distinct=True)))


def grants_of(organization: OrganizationId, *, memberships: Collection[UUID]) -> dict[UUID, tuple[GrantRow, ...]]:
    """The live grants by membership, in the catalogue's order."""
    live = (GrantState.WAITING, GrantState.ACTIVE, GrantState.FADING)
    rows = Grant.objects.filter(organization_id=organization, membership_id__in=memberships, state__in=live)
    found: dict[UUID, list[GrantRow]] = {}
    for row in rows.order_by("solution__position", "granted_at"):
        found.setdefault(row.membership_id, []).append(
            GrantRow(
                row.id, row.solution_id, GrantState(row.state), tuple(row.actions), tuple(row.pbs_numbers),
                row.ends_on, row.is_permanent, row.reason, row.granted_at, row.granted_by_id, row.last_used_at,
                row.fading_on,
            )
        )  # fmt: skip
    return {membership: tuple(grants) for membership, grants in found.items()}


def _with_grants(organization: OrganizationId, rows: list[Membership], today: date) -> list[MemberRow]:
    grants = grants_of(organization, memberships=[row.id for row in rows])
    return [
        MemberRow(
            row.id, _state(row, today), row.full_name, row.surname, row.email, row.phone, row.role, row.is_external,
            row.partner_name, row.bound_cvr, row.ends_on, row.joined_at, row.first_login_at, row.last_login_at,
            row.state_changed_at, row.state_reason, row.state_until, row.invited_by_id, grants.get(row.id, ()),
        )
        for row in rows
    ]  # fmt: skip


def _state(row: Membership, today: date) -> MembershipState:
    over = row.state == MembershipState.ACTIVE and row.ends_on is not None and row.ends_on <= today
    return MembershipState.EXPIRED if over else MembershipState(row.state)
