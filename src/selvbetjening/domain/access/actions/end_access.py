"""The only way out of a company (annex B.2): state, generation and every door in one transaction (SEC-28)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import guard_last
from selvbetjening.domain.access.lifecycle import MEMBERSHIP, MembershipState
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.ports import Ending, doors
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def end_access(
    organization: OrganizationId,
    *,
    row: Membership,
    verb: str,
    by: UUID | None,
    at: datetime,
    reason: str = "",
    until: date | None = None,
) -> None:
    """Move the membership out of `active` and close every registered door.

    `verb` is `suspend`, `expire` or `delete`. The caller holds the company's lock, and records what happened. Raises
    `Refused("USER-01")` for the last Access Manager (BP-32), `MoveRefused` from a state that the verb does not leave.
    """
    state = MembershipState(row.state)
    target = MEMBERSHIP.after(state, verb)
    if state == MembershipState.ACTIVE and verb != "expire":
        guard_last(organization, leaving=row.id, today=copenhagen_day(at))
    row.state, row.generation = target, row.generation + 1
    row.state_changed_at, row.state_reason, row.state_until = at, reason, until
    row.save(update_fields=["state", "generation", "state_changed_at", "state_reason", "state_until"])
    close_doors(organization, row=row, by=by, at=at)


def close_doors(
    organization: OrganizationId, *, row: Membership, by: UUID | None, at: datetime, demoted: bool = False
) -> None:
    """Close every door, or with `demoted` a manager's only. Under the company's lock."""
    ending = Ending(organization, row.id, row.user_id, by, at)
    for door in doors():
        if door.when_demoted or not demoted:
            door.close(ending)
