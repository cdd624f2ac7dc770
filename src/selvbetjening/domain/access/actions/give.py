"""Write a grant: the row itself, for the verbs that give access (BP-20, annex B.3)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.access.actions.company import actor_of
from selvbetjening.domain.access.events import GrantGiven
from selvbetjening.domain.access.lifecycle import GrantState
from selvbetjening.domain.access.models import Grant, Membership
from selvbetjening.domain.access.rules.ends import not_beyond
from selvbetjening.domain.access.rules.invitations import WantedGrant
from selvbetjening.domain.history.actions.record import record
from selvbetjening.kernel.ids import OrganizationId

LIVE = (GrantState.WAITING, GrantState.ACTIVE, GrantState.FADING)


def give(
    organization: OrganizationId,
    *,
    membership: UUID,
    wanted: WantedGrant,
    is_pending: bool,
    by: UUID | None,
    at: datetime,
) -> Grant:
    """Give what `rules.invitations.checked_grant` let through; a live grant of the solution is replaced by the new one.

    It ends with the user at the latest (BP-26). The caller holds the company's lock. Records `access.grant_given`.
    """
    last = Membership.objects.values_list("ends_on", flat=True).get(organization_id=organization, id=membership)
    ends_on = not_beyond(ends_on=wanted.ends_on, last=last)
    live = Grant.objects.filter(
        organization_id=organization, membership_id=membership, solution_id=wanted.solution, state__in=LIVE
    )
    changed = bool(live.update(state=GrantState.REMOVED, ended_at=at))
    made = Grant.objects.create(
        organization_id=organization, membership_id=membership, solution_id=wanted.solution,
        state=GrantState.WAITING if is_pending else GrantState.ACTIVE, actions=list(wanted.actions),
        pbs_numbers=list(wanted.pbs_numbers), ends_on=ends_on, is_permanent=wanted.is_permanent and ends_on is None,
        reason=wanted.reason, granted_by_id=by, granted_at=at,
    )  # fmt: skip
    fact = GrantGiven(membership=membership, grant=made.id, solution=wanted.solution, changed=changed)
    record(organization, fact=fact, actor=actor_of(by=by), at=at)
    return made


def end_with_user(organization: OrganizationId, *, row: Membership) -> None:
    """The user ends earlier now: no live grant says more. The caller holds the lock and records the user's end."""
    if row.ends_on is None:
        return
    live = Grant.objects.filter(organization_id=organization, membership=row, state__in=LIVE)
    beyond = live.filter(Q(ends_on=None) | Q(ends_on__gt=row.ends_on))
    beyond.update(ends_on=row.ends_on, is_permanent=False)
