"""Suspend a user: every door is closed now (BP-22)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, lock, manager, member
from selvbetjening.domain.access.actions.end_access import end_access
from selvbetjening.domain.access.events import MemberSuspended
from selvbetjening.domain.access.lifecycle import MEMBERSHIP, MembershipState
from selvbetjening.domain.access.rules.invitations import LONGEST_REASON, text_of
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def suspend(
    organization: OrganizationId,
    *,
    membership: UUID,
    by: UUID,
    at: datetime,
    reason: str = "",
    until: date | None = None,
) -> None:
    """Close a user's access until a manager restores it. Records `access.member_suspended`; twice is once.

    `reason` is for managers only. `until` is the day from which managers are shown that it was to end: nobody is let in
    again by a clock (SEC-30). Raises `Refused`: `USER-02` for oneself, `USER-01` for the last manager, `past`, `gone`.
    """
    words = text_of(text=reason, longest=LONGEST_REASON, field="reason")
    if until is not None and until <= copenhagen_day(at):
        raise Refused("past", field="until")
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        if membership == by:
            raise Refused("USER-02")
        row = member(organization, membership=membership)
        if row.state == MembershipState.SUSPENDED:
            return
        if not MEMBERSHIP.may(MembershipState(row.state), "suspend"):
            raise Refused("gone")
        end_access(organization, row=row, verb="suspend", by=by, at=at, reason=words, until=until)
        fact = MemberSuspended(membership=row.id, generation=row.generation)
        record(organization, fact=fact, actor=actor_of(by=by), at=at)
