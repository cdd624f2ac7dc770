"""Until when a user has access (BP-26)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, guard_last, held_against, lock, manager, member
from selvbetjening.domain.access.actions.give import end_with_user
from selvbetjening.domain.access.events import MemberEndSet
from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.rules.ends import checked_end, external_end
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def set_end(organization: OrganizationId, *, membership: UUID, ends_on: date | None, by: UUID, at: datetime) -> None:
    """Set the first day without access; None for no end. Records `access.member_end_set`; the same again does nothing.

    Raises `Refused`: `past`, `too_late` (a partner at most 24 months), `required` for a partner without, `USER-01`
    where no Access Manager without an end would be left, `gone` for a user whose access is over (restore it instead).
    """
    today = copenhagen_day(at)
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        row = member(organization, membership=membership)
        over = row.ends_on is not None and row.ends_on <= today
        if over or row.state not in (MembershipState.ACTIVE, MembershipState.SUSPENDED):
            raise Refused("gone")
        if row.is_external:
            if ends_on is None:
                raise Refused("required", field="ends_on")
            months = held_against(organization, company=company, today=today).external_months
            external_end(ends_on=ends_on, today=today, months=months)
        checked_end(ends_on=ends_on, today=today)
        if row.ends_on == ends_on:
            return
        if row.role == ACCESS_MANAGER and ends_on is not None:
            guard_last(organization, leaving=row.id, today=today)
        row.ends_on, row.notices = ends_on, {**row.notices, "end": None}
        row.save(update_fields=["ends_on", "notices"])
        end_with_user(organization, row=row)
        record(organization, fact=MemberEndSet(membership=row.id, ends_on=ends_on), actor=actor_of(by=by), at=at)
