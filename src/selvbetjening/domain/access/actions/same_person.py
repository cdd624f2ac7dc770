"""Somebody comes with a new business identity: is it the same person? (BP-09, LOGIN-12)"""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import guard_last, lock
from selvbetjening.domain.access.actions.end_access import close_doors
from selvbetjening.domain.access.actions.give import LIVE
from selvbetjening.domain.access.actions.tasks import ask
from selvbetjening.domain.access.events import GrantRemoved
from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.models import AccessTask, Grant, Membership
from selvbetjening.domain.access.queries.people import twin_of
from selvbetjening.domain.access.rules.invitations import WAITS
from selvbetjening.domain.access.rules.members import USER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def ask_same_person(
    organization: OrganizationId, *, user: UUID, cvr: str, email: str, at: datetime
) -> AccessTask | None:
    """Ask the managers whether this unknown identity is one of their users; None where nobody fits.

    The person pressed a button on the refusal LOGIN-12: nothing is linked by name or mail alone (SEC-38). Somebody who
    has a membership of her own here is nobody's new identity. Records `access.task_asked`; asked again is one task.
    """
    with within(organization):
        lock(organization)
        twin = twin_of(organization, user=user, cvr=cvr, email=email)
        if twin is None:
            return None
        person = User.objects.get(id=user)
        wanted = {"user": str(person.id), "name": person.full_name}
        return ask(
            organization, kind=AccessTask.Kind.SAME_PERSON, by=None, about=twin.id, subject=str(person.id), life=WAITS,
            wanted=wanted, at=at,
        )  # fmt: skip


def relink(organization: OrganizationId, *, task: AccessTask, by: UUID, at: datetime) -> None:
    """A manager has said yes: the membership is the new identity's, the old one opens nothing here any more.

    Under the lock, for `answer_task`. Grants and the role stay behind with the old identity: they are given
    anew by whoever may give them (BP-09, SEC-30), a manager's role by two. The last manager has nobody who could say
    yes: that is a succession (BP-33).
    """
    row = task.about
    if row is None or row.state not in (MembershipState.ACTIVE, MembershipState.SUSPENDED):
        raise Refused("gone")
    user = UUID(task.wanted["user"])
    if Membership.objects.filter(organization_id=organization, user_id=user).exclude(state=MembershipState.ANONYMISED):
        raise Refused("INV-03")
    guard_last(organization, leaving=row.id, today=copenhagen_day(at))
    close_doors(organization, row=row, by=by, at=at)
    row.user_id, row.role, row.generation = user, USER, row.generation + 1
    row.save(update_fields=["user", "role", "generation"])
    actor = Actor("user", str(by))
    for grant in Grant.objects.filter(organization_id=organization, membership=row, state__in=LIVE):
        grant.state, grant.ended_at = GrantState.REMOVED, at
        grant.save(update_fields=["state", "ended_at"])
        gone = GrantRemoved(membership=row.id, grant=grant.id, solution=grant.solution_id)
        record(organization, fact=gone, actor=actor, at=at)
