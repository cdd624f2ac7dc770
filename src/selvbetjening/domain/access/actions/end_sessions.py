"""A manager ends a user's sessions in the company (SEC-33): the person logs in again, and nothing else changes."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, lock, manager, member
from selvbetjening.domain.access.events import SessionsEnded
from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def end_sessions(organization: OrganizationId, *, membership: UUID, by: UUID, at: datetime) -> None:
    """From now on only a login after `at` opens this company to the user, in every browser.

    The sessions themselves live on where the person works for other companies, too: those are not ours to end. Records
    `access.sessions_ended`. Raises `Refused`: `gone` for a user who is not active, and `Membership.DoesNotExist` for
    another company's.
    """
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        row = member(organization, membership=membership)
        if row.state != MembershipState.ACTIVE:
            raise Refused("gone")
        row.sessions_ended_at = at
        row.save(update_fields=["sessions_ended_at"])
        record(organization, fact=SessionsEnded(membership=row.id), actor=actor_of(by=by), at=at)
