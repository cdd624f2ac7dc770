"""Delete a user, and leave a company (BP-24, BP-25)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, lock, manager, member
from selvbetjening.domain.access.actions.end_access import end_access
from selvbetjening.domain.access.events import MemberDeleted
from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.rules.names import folded
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def delete_member(organization: OrganizationId, *, membership: UUID, surname: str, by: UUID, at: datetime) -> None:
    """End a user's access; for thirty days it can be undone (`restore`), then the name is erased.

    `surname` is typed by the manager to be sure. Memberships of other companies stay as they are. Records
    `access.member_deleted`; twice is once. Raises `Refused`: `surname`, `USER-01` for the last manager.
    """
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        row = member(organization, membership=membership)
        if row.state == MembershipState.DELETED:
            return
        if folded(name=surname) != folded(name=row.surname):
            raise Refused("surname", field="surname")
        end_member(organization, row=row, by=by, at=at, left=membership == by)


def leave(organization: OrganizationId, *, membership: UUID, user: UUID, at: datetime) -> None:
    """End one's own membership: also when suspended, when it ran out, and when the company has no agreement (BP-25).

    Records `access.member_deleted`; twice is once. Raises `Refused("USER-01")` for the last manager, and
    `Membership.DoesNotExist` where the membership is not this person's.
    """
    with within(organization):
        lock(organization)
        row = member(organization, membership=membership)
        if row.user_id != user:
            raise Membership.DoesNotExist
        if row.state != MembershipState.DELETED:
            end_member(organization, row=row, by=row.id, at=at, left=True)


def end_member(organization: OrganizationId, *, row: Membership, by: UUID, at: datetime, left: bool) -> None:
    """The same under the lock, for whoever has asked already. Records `access.member_deleted`."""
    end_access(organization, row=row, verb="delete", by=by, at=at)
    fact = MemberDeleted(membership=row.id, generation=row.generation, left=left)
    record(organization, fact=fact, actor=actor_of(by=by), at=at)
