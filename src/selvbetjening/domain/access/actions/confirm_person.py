"""A manager says whether who came is who was invited (BP-17, INV-04)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import lock, manager
from selvbetjening.domain.access.actions.join import join
from selvbetjening.domain.access.actions.send_again import end, get_open
from selvbetjening.domain.access.lifecycle import InvitationState
from selvbetjening.domain.access.models import Invitation, Membership
from selvbetjening.domain.access.queries.invitations import state_now
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def confirm_person(organization: OrganizationId, *, invitation: UUID, by: UUID, at: datetime) -> Membership:
    """Yes, it is the invited person. Records `access.member_joined`. Raises `Refused`: `ACC-04` where the manager is
    that very person, `gone` after seven days or where it is answered, `external_manager` where the company lets no
    partner manage any more, `INV-03` for a user who must be restored. The door asks for a step-up first (annex B.1).
    For a new Access Manager whose second yes is missing now it is asked for anew; until then she is a user (BP-29).
    """
    with within(organization):
        company = lock(organization)
        acting = manager(organization, by=by, at=at)
        found = _waiting(organization, invitation, at)
        if found.claimed_user_id is None:
            raise Refused("gone")
        if found.claimed_user_id == acting.user_id:
            raise Refused("ACC-04")
        if found.is_external and found.role == ACCESS_MANAGER and not company.choice("external_managers"):
            raise Refused("external_manager")
        person = User.objects.get(id=found.claimed_user_id)
        return join(organization, company=company, invitation=found, user=person, by=by, at=at)


def reject_person(organization: OrganizationId, *, invitation: UUID, by: UUID, at: datetime) -> None:
    """No. Records `access.invitation_ended`; who claimed it is kept for 90 days. Raises `Refused("gone")`."""
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        end(organization, invitation=_waiting(organization, invitation, at), verb="reject", by=by, at=at)


def _waiting(organization: OrganizationId, invitation: UUID, at: datetime) -> Invitation:
    found = get_open(organization, invitation=invitation)
    if state_now(invitation=found, at=at) != InvitationState.AWAITING_CONFIRMATION:
        raise Refused("gone")
    return found
