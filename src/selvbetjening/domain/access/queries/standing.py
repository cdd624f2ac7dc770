"""What a person may do in a company now: asked anew at every request, kept in no session (SEC-27)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.models import Grant, Membership
from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.domain.access.rules.members import (
    ACCESS_MANAGER,
    OPENING,
    USER,
    Decision,
    Helper,
    LiveGrant,
    Member,
    Standing,
    decide,
    is_open,
    refusal_of,
)
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId


def standing(organization: OrganizationId, *, user: UUID, cvr: str, today: date) -> Standing | None:
    """What the company's rows say of this person, who logged in with this CVR number; None without a membership.

    Inside the company's transaction. A row that is deleted, or bound to another number, stands with `refused`
    LOGIN-07; see `rules.members.refusal_of`.
    """
    row = (
        Membership.objects.filter(organization_id=organization, user_id=user)
        .exclude(state=MembershipState.ANONYMISED)
        .first()
    )
    return None if row is None else _standing(organization, row, fits=row.bound_cvr == cvr, today=today)


def standing_of(organization: OrganizationId, *, membership: UUID, today: date) -> Standing | None:
    """The same of any member, as after a login that fits: for a manager who asks why (BM-12 "Vis hvorfor")."""
    rows = Membership.objects.filter(organization_id=organization, id=membership)
    row = rows.exclude(state=MembershipState.ANONYMISED).first()
    return None if row is None else _standing(organization, row, fits=True, today=today)


def _standing(organization: OrganizationId, row: Membership, *, fits: bool, today: date) -> Standing:
    solutions = solutions_of(organization, today=today)
    refused = refusal_of(
        state=MembershipState(row.state),
        ends_on=row.ends_on,
        fits=fits,
        has_agreement=bool(solutions),
        today=today,
    )
    grants = () if refused else _live_grants(organization, membership=row.id, today=today)
    return Standing(organization, _as_member(row), grants, solutions, refused)


def _as_member(row: Membership) -> Member:
    """The row as the rules want it."""
    return Member(
        id=row.id,
        user=row.user_id,
        name=row.full_name,
        email=row.email,
        role=ACCESS_MANAGER if row.role == ACCESS_MANAGER else USER,
        state=MembershipState(row.state),
        bound_cvr=row.bound_cvr,
        is_external=row.is_external,
        partner_name=row.partner_name,
        language=row.language,
        ends_on=row.ends_on,
        generation=row.generation,
        sessions_ended_at=row.sessions_ended_at,
    )


def _live_grants(organization: OrganizationId, *, membership: UUID, today: date) -> tuple[LiveGrant, ...]:
    rows = Grant.objects.filter(organization_id=organization, membership_id=membership, state__in=OPENING)
    return tuple(
        LiveGrant(
            row.id, row.solution_id, tuple(row.actions), tuple(row.pbs_numbers), row.ends_on,
            is_fading=row.state == GrantState.FADING,
        )
        for row in rows.order_by("solution__position")
        if is_open(state=GrantState(row.state), ends_on=row.ends_on, today=today)
    )  # fmt: skip


def holds(
    organization: OrganizationId, *, membership: UUID, permission: str, pbs_numbers: Collection[str], today: date
) -> bool:
    """Whether this member, logged in or not, still has a right for all of these PBS numbers by role or grant.

    Whether the company still has the solution is not asked. Inside the company's transaction.
    """
    row = Membership.objects.filter(organization_id=organization, id=membership).first()
    if row is None or refusal_of(
        state=MembershipState(row.state), ends_on=row.ends_on, fits=True, has_agreement=True, today=today
    ):
        return False
    if row.role == ACCESS_MANAGER:
        return True
    solution, _, action = permission.partition(".")
    grants = [each for each in _live_grants(organization, membership=row.id, today=today) if each.solution == solution]
    if not any(action in each.actions for each in grants):
        return False
    scope = {number for each in grants for number in each.pbs_numbers}
    return any(not each.pbs_numbers for each in grants) or set(pbs_numbers) <= scope


def may(*, standing: Standing | None, permission: str, is_operator: bool) -> Decision:
    """Decide one code (BM-12). A refusal carries who can help, as far as the asker may know it (BP-31).

    Inside the company's transaction.
    """
    answer = decide(standing=standing, permission=permission, is_operator=is_operator)
    if answer or standing is None:
        return answer
    today_open = not standing.refused or standing.refused == "LOGIN-06"
    return replace(answer, who_can_grant=helpers(standing.organization, is_member=today_open))


def helpers(organization: OrganizationId, *, is_member: bool) -> tuple[Helper, ...]:
    """The active managers by name, for a member of the company; for others only where the company shows names (BP-31).

    Inside the company's transaction.
    """
    if not is_member and not Organization.objects.get(id=organization).choice("names_visible"):
        return ()
    rows = Membership.objects.filter(
        organization_id=organization, role=ACCESS_MANAGER, state=MembershipState.ACTIVE, first_login_at__isnull=False
    )
    return tuple(Helper(row.full_name, row.email) for row in rows.order_by("given_name", "surname"))
