"""Accept an invitation with MitID (BP-17, annex B.1): one transaction, one lock, one membership."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, lock
from selvbetjening.domain.access.actions.join import join, may_join
from selvbetjening.domain.access.actions.second_yes import manages
from selvbetjening.domain.access.actions.send_again import end
from selvbetjening.domain.access.events import InvitationWaits
from selvbetjening.domain.access.lifecycle import INVITATION, InvitationState
from selvbetjening.domain.access.models import Invitation
from selvbetjening.domain.access.queries.invitations import invitation_with, state_now
from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.domain.access.rules.invitations import WAITS
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.names import surnames_fit
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Redeemed:
    """What it came to. Without a `membership` a manager must first say that it is the invited person (INV-04)."""

    invitation: UUID
    membership: UUID | None


def open_invitation(organization: OrganizationId, *, token: str, at: datetime) -> Invitation | None:
    """The invitation behind a link that can be used now, with a mark that it was opened; None for every other link.

    Opening has no other effect, however often (SEC-58): mail scanners fetch links.
    """
    with within(organization):
        found = invitation_with(organization, token=token)
        if found is None or state_now(invitation=found, at=at) != InvitationState.PENDING:
            return None
        Invitation.objects.filter(organization_id=organization, id=found.id, opened_at=None).update(opened_at=at)
    return found


def redeem(
    organization: OrganizationId, *, invitation: UUID, token: str, user: UUID, cvr: str, at: datetime
) -> Redeemed:
    """Make the person who logged in a user of the company; of many presses at once one does.

    `token` is the link's, which the login was begun with: one that was resent meanwhile is dead (INV-01). Records
    `access.member_joined`, or `access.invitation_waits` where the surname is another. Raises `Refused`: `INV-01` for an
    unknown, dead or spent link, where the inviter is no manager any more, and where the company's rules have become
    stricter since (SEC-32); `INV-02` for another company's number; `LOGIN-06` without an agreement; `INV-03` where the
    person is a user already; `LOGIN-08` and `LOGIN-07` for whom a manager has shut out since (`join.may_join`).
    """
    with within(organization):
        company = lock(organization)
        found = invitation_with(organization, token=token) if token else None
        if found is None or found.id != invitation:
            raise Refused("INV-01")
        if state_now(invitation=found, at=at) != InvitationState.PENDING or not _inviter_manages(found, at):
            raise Refused("INV-01")
        if found.is_external and found.role == ACCESS_MANAGER and not company.choice("external_managers"):
            raise Refused("INV-01")
        if found.bound_cvr != cvr:
            raise Refused("INV-02")
        if not solutions_of(organization, today=copenhagen_day(at)):
            raise Refused("LOGIN-06")
        person = User.objects.get(id=user)
        may_join(organization, invitation=found, user=person, by=None, at=at)
        if surnames_fit(invited=found.surname, told=person.surname):
            row = join(organization, company=company, invitation=found, user=person, by=None, at=at)
            return Redeemed(found.id, row.id)
        found.state = INVITATION.after(InvitationState(found.state), "await_confirmation")
        found.claimed_user_id, found.claimed_name = person.id, person.full_name[:240]
        found.expires_at, found.token_digest = at + WAITS, None
        found.save(update_fields=["state", "claimed_user_id", "claimed_name", "expires_at", "token_digest"])
        record(organization, fact=InvitationWaits(invitation=found.id), actor=actor_of(by=None), at=at)
        return Redeemed(found.id, None)


def decline(organization: OrganizationId, *, token: str, at: datetime) -> None:
    """The invited person does not want to; the inviter is told. Raises `Refused("INV-01")` for a dead link."""
    with within(organization):
        lock(organization)
        found = invitation_with(organization, token=token) if token else None
        if found is None or state_now(invitation=found, at=at) != InvitationState.PENDING:
            raise Refused("INV-01")
        end(organization, invitation=found, verb="decline", by=None, at=at)


def _inviter_manages(invitation: Invitation, at: datetime) -> bool:
    """A first manager's invitation comes from an application and has no inviter (BP-04)."""
    if invitation.invited_by_id is None:
        return True
    here = OrganizationId(invitation.organization_id)
    return manages(here, membership=invitation.invited_by_id, today=copenhagen_day(at))
