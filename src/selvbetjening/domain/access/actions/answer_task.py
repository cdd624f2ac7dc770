"""Answer what waits for a manager: one press for each (BP-14, BP-29, BP-09, SEC-32)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, held_against, lock, manager, member
from selvbetjening.domain.access.actions.give import give
from selvbetjening.domain.access.actions.production import open_production
from selvbetjening.domain.access.actions.promote import give_role
from selvbetjening.domain.access.actions.same_person import relink
from selvbetjening.domain.access.actions.send_again import end, get_open, release
from selvbetjening.domain.access.actions.tasks import close
from selvbetjening.domain.access.lifecycle import InvitationState, MembershipState, TaskState
from selvbetjening.domain.access.models import AccessTask, Membership
from selvbetjening.domain.access.queries.asked import digest
from selvbetjening.domain.access.rules.invitations import WantedGrant, as_wanted, checked_grant
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_TWO_PERSONS: Final = (
    AccessTask.Kind.PROMOTE, AccessTask.Kind.WEAKEN_POLICY, AccessTask.Kind.EXTERNAL_MANAGERS,
    AccessTask.Kind.OPEN_PRODUCTION,
)  # fmt: skip


def answer_task(
    organization: OrganizationId,
    *,
    task: UUID,
    approve: bool,
    by: UUID,
    at: datetime,
    answer: str = "",
    instead: WantedGrant | None = None,
    shown: str | None = None,
) -> None:
    """Say yes or no. `instead` is what a manager gives in place of what was asked for (BP-14 "approve with changes").

    `shown` is the digest of what the manager saw (`queries.asked.digest`): a yes is for that and nothing else (SEC-32).
    Only who has shown nothing leaves it out.

    Records `access.task_answered` and what a yes leads to. The door asks for a step-up for all but requests for access.
    Raises `Refused`: `ACC-04` for what the same person asked for or would gain by (by identity, not by row: SEC-32),
    `gone` where it is over, `changed` where the content is another than what was shown, and what giving it would raise;
    `AccessTask.DoesNotExist` for another company's.
    """
    with within(organization):
        company = lock(organization)
        acting = manager(organization, by=by, at=at)
        found = AccessTask.objects.get(organization_id=organization, id=task)
        if found.state != TaskState.OPEN or found.expires_at <= at:
            raise Refused("gone")
        if approve:
            _not_own(organization, found, acting)
            if shown is not None and shown != digest(organization, task=found):
                raise Refused("changed")
        close(organization, task=found, verb="approve" if approve else "decline", by=by, at=at, answer=answer)
        if approve:
            _lead_on(organization, company, found, instead, by=by, at=at)
        elif found.kind == AccessTask.Kind.PROMOTE and "invitation" in found.wanted:
            invitation = get_open(organization, invitation=UUID(found.wanted["invitation"]))
            came = invitation.state == InvitationState.AWAITING_CONFIRMATION
            end(organization, invitation=invitation, verb="reject" if came else "revoke", by=by, at=at)


def _not_own(organization: OrganizationId, task: AccessTask, acting: Membership) -> None:
    """Distinct people, by identity (issuer and subject); who gains by it is no second person either."""
    rows = Membership.objects.filter(organization_id=organization)
    asked = rows.filter(id=task.asked_by_id).first() if task.asked_by_id else None
    people = {row.user_id for row in (asked, task.about) if row is not None}
    if "user" in task.wanted:
        people.add(UUID(task.wanted["user"]))
    if acting.user_id in people:
        raise Refused("ACC-04")
    if task.kind in _TWO_PERSONS and not (
        asked and asked.role == ACCESS_MANAGER and asked.state == MembershipState.ACTIVE
    ):
        raise Refused("gone")  # the first of the two is no manager any more: then this is one person's wish


def _lead_on(
    organization: OrganizationId,
    company: Organization,
    task: AccessTask,
    instead: WantedGrant | None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    match task.kind:
        case AccessTask.Kind.REQUEST_ACCESS:
            _give(organization, company, task, instead, by=by, at=at)
        case AccessTask.Kind.PROMOTE if "invitation" in task.wanted:
            invitation = get_open(organization, invitation=UUID(task.wanted["invitation"]))
            if invitation.is_external and not company.choice("external_managers"):
                raise Refused("external_manager")
            release(organization, invitation=invitation.id, by=by, at=at)
        case AccessTask.Kind.PROMOTE:
            row = _active(organization, task, at)
            if row.is_external and not company.choice("external_managers"):
                raise Refused("external_manager")
            if row.role != ACCESS_MANAGER:
                give_role(organization, row=row, by=task.asked_by_id, approved_by=by, at=at)
        case AccessTask.Kind.SAME_PERSON:
            relink(organization, task=task, by=by, at=at)
        case AccessTask.Kind.OPEN_PRODUCTION:
            tested = UUID(task.wanted["tested"])
            open_production(organization, tested=tested, by=task.asked_by_id, approved_by=by, at=at)
        case _:
            choose(organization, values=task.wanted, actor=actor_of(by=by), at=at, by_managers=True)


def _give(
    organization: OrganizationId,
    company: Organization,
    task: AccessTask,
    instead: WantedGrant | None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    today = copenhagen_day(at)
    row = _active(organization, task, at)
    if row.role == ACCESS_MANAGER:
        raise Refused("USER-04", about=row.id)
    facts = held_against(organization, company=company, today=today)
    wanted = checked_grant(wanted=instead or as_wanted(data=task.wanted), company=facts, today=today)
    if wanted.solution != task.subject:
        raise Refused("unknown", field="solution")
    pending = wanted.solution not in facts.solutions
    give(organization, membership=row.id, wanted=wanted, is_pending=pending, by=by, at=at)


def _active(organization: OrganizationId, task: AccessTask, at: datetime) -> Membership:
    if task.about_id is None:
        raise Refused("gone")
    row = member(organization, membership=task.about_id)
    if row.state != MembershipState.ACTIVE or (row.ends_on is not None and row.ends_on <= copenhagen_day(at)):
        raise Refused("gone")
    return row
