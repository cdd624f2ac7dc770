"""Make a user an Access Manager, and take the role back (BP-29)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import (
    active,
    actor_of,
    guard_last,
    lock,
    manager,
    member,
    needs_second,
)
from selvbetjening.domain.access.actions.end_access import close_doors
from selvbetjening.domain.access.actions.give import LIVE
from selvbetjening.domain.access.actions.tasks import ask
from selvbetjening.domain.access.events import GrantRemoved, ManagerDemoted, ManagerPromoted
from selvbetjening.domain.access.lifecycle import GrantState
from selvbetjening.domain.access.models import AccessTask, Grant, Membership
from selvbetjening.domain.access.rules.invitations import WAITS
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER, USER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def promote(organization: OrganizationId, *, membership: UUID, by: UUID, at: datetime) -> bool:
    """Make an active user an Access Manager. True where a second manager must say yes first, within seven days.

    Records `access.manager_promoted`, or `access.task_asked`. Twice is once. The door asks for a step-up first. Raises
    `Refused`: `gone` for a user who is not active, `external_manager` where the company lets no partner manage.
    """
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        row = member(organization, membership=membership)
        if row.role == ACCESS_MANAGER:
            return False
        try:
            active(organization, membership=row.id, today=copenhagen_day(at))
        except Refused:
            raise Refused("gone") from None
        return make_manager(organization, row=row, company=company, by=by, at=at)


def make_manager(
    organization: OrganizationId, *, row: Membership, company: Organization, by: UUID, at: datetime
) -> bool:
    """The same for a row that is active, under the lock; True where it waits for a second manager (BP-29)."""
    if row.is_external and not company.choice("external_managers"):
        raise Refused("external_manager")
    if needs_second(organization, company=company, today=copenhagen_day(at)):
        ask(organization, kind=AccessTask.Kind.PROMOTE, by=by, life=WAITS, at=at, about=row.id)
        return True
    give_role(organization, row=row, by=by, approved_by=None, at=at)
    return False


def give_role(
    organization: OrganizationId, *, row: Membership, by: UUID | None, approved_by: UUID | None, at: datetime
) -> None:
    """The role itself; the caller holds the lock and has asked everybody. Records `access.manager_promoted`."""
    row.role = ACCESS_MANAGER
    row.save(update_fields=["role"])
    fact = ManagerPromoted(membership=row.id, approved_by=approved_by)
    record(organization, fact=fact, actor=actor_of(by=approved_by or by), at=at)


def demote(organization: OrganizationId, *, membership: UUID, keep: Collection[str], by: UUID, at: datetime) -> None:
    """Take the role away; of explicit grants only those of the solutions in `keep` stay (none by default, BP-29).

    Invitations that the person sent are revoked, and what the person approved counts no more. Records
    `access.manager_demoted`; twice is once. Raises `Refused("USER-01")` for the last one.
    """
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        row = member(organization, membership=membership)
        if row.role != ACCESS_MANAGER:
            return
        guard_last(organization, leaving=row.id, today=copenhagen_day(at))
        row.role = USER
        row.save(update_fields=["role"])
        actor = actor_of(by=by)
        for grant in Grant.objects.filter(organization_id=organization, membership=row, state__in=LIVE):
            if grant.solution_id not in keep:
                grant.state, grant.ended_at = GrantState.REMOVED, at
                grant.save(update_fields=["state", "ended_at"])
                gone = GrantRemoved(membership=row.id, grant=grant.id, solution=grant.solution_id)
                record(organization, fact=gone, actor=actor, at=at)
        close_doors(organization, row=row, by=by, at=at, demoted=True)
        record(organization, fact=ManagerDemoted(membership=row.id), actor=actor, at=at)
