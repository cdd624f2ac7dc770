"""Bring a user back, with what a manager confirms and nothing else (BP-23, SEC-30)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, held_against, lock, manager, member
from selvbetjening.domain.access.actions.give import LIVE, give
from selvbetjening.domain.access.actions.promote import make_manager
from selvbetjening.domain.access.events import MemberRestored
from selvbetjening.domain.access.lifecycle import MEMBERSHIP, GrantState, MembershipState
from selvbetjening.domain.access.models import Grant, Membership
from selvbetjening.domain.access.rules.ends import checked_end, external_end
from selvbetjening.domain.access.rules.invitations import Company, WantedGrant, checked_grant
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER, USER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def restore(
    organization: OrganizationId,
    *,
    membership: UUID,
    grants: Sequence[WantedGrant],
    as_manager: bool,
    ends_on: date | None,
    by: UUID,
    at: datetime,
) -> bool:
    """Make a suspended, expired or deleted user active again with these grants; no earlier one comes back by itself.

    Records `access.member_restored`. Whoever was a manager comes back as one only with `as_manager`: the door asks for
    a step-up, and where two managers must agree the person is a user until the second has said yes; then it answers
    True. A user who is active already is left alone. Raises `Refused`: `USER-03` after thirty days, `LOGIN-12` where
    the identity was closed meanwhile, `past` and `required` for `ends_on`, and as `rules.invitations.checked_grant`.
    """
    today = copenhagen_day(at)
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        row = member(organization, membership=membership)
        if row.state == MembershipState.ACTIVE and (row.ends_on is None or row.ends_on > today):
            return False
        _may_come_back(row, company, at)
        facts = held_against(organization, company=company, today=today)
        sound = [checked_grant(wanted=wanted, company=facts, today=today) for wanted in grants]
        was_manager = row.role == ACCESS_MANAGER
        row.ends_on = _end_of(row, ends_on, facts, today)
        _come_back(row, at)
        for wanted in sound:
            pending = wanted.solution not in facts.solutions
            give(organization, membership=row.id, wanted=wanted, is_pending=pending, by=by, at=at)
        waits = as_manager and was_manager and make_manager(organization, row=row, company=company, by=by, at=at)
        fact = MemberRestored(membership=row.id, generation=row.generation, role=row.role)
        record(organization, fact=fact, actor=actor_of(by=by), at=at)
        return bool(waits)


def _come_back(row: Membership, at: datetime) -> None:
    """Active again as a plain user, with a new generation and none of the earlier grants (SEC-30)."""
    row.state, row.role, row.generation = _restored(row), USER, row.generation + 1
    row.state_changed_at, row.state_reason, row.state_until, row.notices = at, "", None, {}
    row.save()
    Grant.objects.filter(organization_id=row.organization_id, membership=row, state__in=LIVE).update(
        state=GrantState.REMOVED, ended_at=at
    )


def _restored(row: Membership) -> MembershipState:
    """An active row whose end has passed is expired already, whether or not a job has run (BP-26)."""
    state = MembershipState(row.state)
    return MEMBERSHIP.after(MembershipState.EXPIRED if state == MembershipState.ACTIVE else state, "restore")


def _may_come_back(row: Membership, company: Organization, at: datetime) -> None:
    undo = timedelta(days=int(company.choice("deleted_user_days")))
    if row.state == MembershipState.DELETED and at >= row.state_changed_at + undo:
        raise Refused("USER-03")
    if row.user.closed_at is not None:
        raise Refused("LOGIN-12")


def _end_of(row: Membership, ends_on: date | None, company: Company, today: date) -> date | None:
    """An end that has passed must be set anew (BP-23); a partner always has one (BP-16)."""
    if row.is_external:
        if ends_on is None and row.ends_on is not None and row.ends_on > today:
            return row.ends_on  # nobody has said anything else: a restore gives no more time than there was
        if ends_on is None:
            raise Refused("required", field="ends_on")
        return external_end(ends_on=ends_on, today=today, months=company.external_months)
    checked_end(ends_on=ends_on, today=today)
    return ends_on
