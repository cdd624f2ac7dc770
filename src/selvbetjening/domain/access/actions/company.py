"""The company's lock, and who acts under it: whatever changes who may act for a company goes one by one (SEC-29)."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.access.lifecycle import EntitlementState, MembershipState
from selvbetjening.domain.access.models import Entitlement, Membership
from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.domain.access.rules.guard import Managing, guard, standing_managers
from selvbetjening.domain.access.rules.invitations import Company
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: Rows that are gone for every question: an id of theirs is answered as unknown.
_GONE: Final = MembershipState.ANONYMISED


def lock(organization: OrganizationId) -> Organization:
    """Hold the company until the transaction ends; inserts that only refer to it go on meanwhile.

    Before anything else is read: what was read earlier may be older than the lock.
    """
    return Organization.objects.select_for_update(no_key=True).get(id=organization)


def member(organization: OrganizationId, *, membership: UUID) -> Membership:
    """The company's membership. Raises `Membership.DoesNotExist` for another company's, an unknown or an erased one."""
    return Membership.objects.exclude(state=_GONE).get(organization_id=organization, id=membership)


def active(organization: OrganizationId, *, membership: UUID, today: date) -> Membership:
    """The membership, if its door is open today. Raises `Refused("ACC-01")`."""
    found = Membership.objects.filter(organization_id=organization, id=membership).first()
    if found is None or found.state != MembershipState.ACTIVE or (found.ends_on and found.ends_on <= today):
        raise Refused("ACC-01", solution="")
    return found


def manager(organization: OrganizationId, *, by: UUID, at: datetime) -> Membership:
    """The acting Access Manager, as the row is now under the lock (SEC-27). Raises `Refused("ACC-01")`."""
    found = active(organization, membership=by, today=copenhagen_day(at))
    if found.role != ACCESS_MANAGER:
        raise Refused("ACC-01", solution="")
    return found


def actor_of(*, by: UUID | None) -> Actor:
    """Who did it, for the log: a membership's id, or the system."""
    return Actor("user", str(by)) if by else Actor("system", "access")


def managing(organization: OrganizationId, *, today: date) -> list[Managing]:
    """Everybody who manages, for the guard. One whose end date has passed is active no more, job or no job (BP-26)."""
    rows = Membership.objects.filter(organization_id=organization, role=ACCESS_MANAGER, state=MembershipState.ACTIVE)
    return [
        Managing(
            id=row.id,
            is_active=row.ends_on is None or row.ends_on > today,
            is_manager=True,
            has_logged_in=row.first_login_at is not None,
            ends_on=row.ends_on,
        )
        for row in rows
    ]


def guard_last(organization: OrganizationId, *, leaving: UUID, today: date) -> None:
    """Raise `Refused("USER-01")` where no Access Manager would be left (BP-32). Call it under the lock."""
    guard(members=managing(organization, today=today), leaving=leaving)


def needs_second(organization: OrganizationId, *, company: Organization, today: date) -> bool:
    """Whether a new manager, or a weaker policy, waits for a second one's yes (BP-29 "to personer")."""
    return bool(company.choice("two_persons")) and has_two(organization, today=today)


def has_two(organization: OrganizationId, *, today: date) -> bool:
    """Whether two Access Managers stand."""
    return len(standing_managers(members=managing(organization, today=today))) >= 2


def held_against(organization: OrganizationId, *, company: Organization, today: date) -> Company:
    """What the rules of invitations and grants need to know of the company."""
    pending = Entitlement.objects.filter(organization_id=organization, state=EntitlementState.PENDING)
    choices: dict[str, Any] = {
        code: company.choice(code)
        for code in ("invitation_hours", "grant_months", "external_months", "external_managers")
    }
    return Company(
        cvr=company.cvr,
        solutions=solutions_of(organization, today=today),
        pending=frozenset(pending.values_list("solution_id", flat=True)),
        **choices,
    )
