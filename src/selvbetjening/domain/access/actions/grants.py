"""Give, take and renew a solution (BP-20, BP-21, BM-05)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, held_against, lock, manager, member
from selvbetjening.domain.access.actions.give import LIVE, give
from selvbetjening.domain.access.events import GrantRemoved, GrantRenewed
from selvbetjening.domain.access.lifecycle import GRANT, GrantState, MembershipState
from selvbetjening.domain.access.models import Grant
from selvbetjening.domain.access.rules.ends import in_months, not_beyond
from selvbetjening.domain.access.rules.invitations import WantedGrant, checked_grant
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: The same solution for so many users in one go (BP-20 "bulk").
MOST_AT_ONCE = 200


def grant_solution(
    organization: OrganizationId, *, memberships: Sequence[UUID], wanted: WantedGrant, by: UUID, at: datetime
) -> list[Grant]:
    """Give one solution to these users from their next request on; all or nobody.

    A suspended user's grant sleeps until the restore. A solution whose agreement has not begun gives a `waiting` grant.
    Records `access.grant_given` for each. Raises `Refused`: as `rules.invitations.checked_grant`; `USER-04` for a
    manager, who reaches all; `gone` for a user who is deleted or expired; `too_many`.
    """
    today = copenhagen_day(at)
    if len(memberships) > MOST_AT_ONCE:
        raise Refused("too_many")
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        facts = held_against(organization, company=company, today=today)
        sound = checked_grant(wanted=wanted, company=facts, today=today)
        rows = [member(organization, membership=each) for each in dict.fromkeys(memberships)]
        for row in rows:
            if row.role == ACCESS_MANAGER:
                raise Refused("USER-04", about=row.id)
            if row.state not in (MembershipState.ACTIVE, MembershipState.SUSPENDED):
                raise Refused("gone", about=row.id)
        pending = sound.solution not in facts.solutions
        return [give(organization, membership=row.id, wanted=sound, is_pending=pending, by=by, at=at) for row in rows]


def remove_solution(organization: OrganizationId, *, grant: UUID, by: UUID, at: datetime) -> None:
    """Take a solution from a user at once. Records `access.grant_removed`; twice is once.

    Raises `Refused("USER-04")` for a manager, and `Grant.DoesNotExist` for another company's.
    """
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        found = Grant.objects.select_related("membership").get(organization_id=organization, id=grant)
        if found.membership.role == ACCESS_MANAGER and found.membership.state == MembershipState.ACTIVE:
            raise Refused("USER-04", about=found.membership_id)
        if not GRANT.may(GrantState(found.state), "remove"):
            return
        found.state, found.ended_at = GRANT.after(GrantState(found.state), "remove"), at
        found.save(update_fields=["state", "ended_at"])
        fact = GrantRemoved(membership=found.membership_id, grant=found.id, solution=found.solution_id)
        record(organization, fact=fact, actor=actor_of(by=by), at=at)


def renew_grant(organization: OrganizationId, *, grant: UUID, by: UUID, at: datetime) -> None:
    """Keep an access that fades, or give it the company's number of months anew: one press of a manager (BM-05).

    The user may renew a grant of their own while it fades; its end stays then. Records `access.grant_renewed`. Raises
    `Refused`: `ACC-01` for somebody else's without the role, `gone` for a grant that is over.
    """
    today = copenhagen_day(at)
    with within(organization):
        company = lock(organization)
        found = Grant.objects.select_related("membership").get(organization_id=organization, id=grant)
        own = member(organization, membership=by)
        is_own = found.membership_id == own.id and own.state == MembershipState.ACTIVE and own.role != ACCESS_MANAGER
        if not is_own:
            manager(organization, by=by, at=at)
        over = found.ends_on is not None and found.ends_on <= today
        if over or not GRANT.may(GrantState(found.state), "renew"):
            raise Refused("gone")
        if is_own and (found.state != GrantState.FADING or (own.ends_on is not None and own.ends_on <= today)):
            raise Refused("gone")
        found.state, found.fading_on, found.last_used_at = GRANT.after(GrantState(found.state), "renew"), None, at
        if not is_own and found.ends_on is not None:
            later = max(found.ends_on, in_months(day=today, months=int(company.choice("grant_months"))))
            found.ends_on = not_beyond(ends_on=later, last=found.membership.ends_on)
        found.save(update_fields=["state", "fading_on", "last_used_at", "ends_on"])
        fact = GrantRenewed(membership=found.membership_id, grant=found.id, solution=found.solution_id)
        record(organization, fact=fact, actor=actor_of(by=by), at=at)


def mark_used(organization: OrganizationId, *, grant: UUID, at: datetime) -> None:
    """The solution was opened: what is used does not fade. At most one write an hour; no fact."""
    with within(organization):
        recent = at.replace(minute=0, second=0, microsecond=0)
        used = Grant.objects.filter(organization_id=organization, id=grant, state__in=LIVE)
        used.exclude(last_used_at__gte=recent).update(last_used_at=at)
