"""The second manager's yes to an invited Access Manager: whether it counts now, and asking for it anew (BP-29)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import needs_second
from selvbetjening.domain.access.actions.tasks import ask, close
from selvbetjening.domain.access.lifecycle import InvitationState, MembershipState, TaskState
from selvbetjening.domain.access.models import AccessTask, Invitation, Membership
from selvbetjening.domain.access.rules.invitations import WAITS
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId


def manages(organization: OrganizationId, *, membership: UUID, today: date) -> bool:
    """Whether this is an Access Manager whose door is open today."""
    row = Membership.objects.filter(
        organization_id=organization, id=membership, role=ACCESS_MANAGER, state=MembershipState.ACTIVE
    ).first()
    return row is not None and (row.ends_on is None or row.ends_on > today)


def lacks_second(organization: OrganizationId, *, invitation: Invitation, company: Organization, today: date) -> bool:
    """Whether the role that the invitation gives waits for a second yes, as the company's people and rules are now.

    A yes that was taken back is none, also where one manager alone is left. A first manager's invitation comes from an
    application and needs nobody inside (BP-04).
    """
    if invitation.role != ACCESS_MANAGER or invitation.invited_by_id is None:
        return False
    if invitation.approved_by_id is not None:
        return not manages(organization, membership=invitation.approved_by_id, today=today)
    return _asked(invitation) is not None or needs_second(organization, company=company, today=today)


def ask_anew(organization: OrganizationId, *, invitation: Invitation, by: UUID | None, at: datetime) -> None:
    """Void the yes there was and ask the managers; the link is dead until then. The caller holds the company's lock.

    Where the person has come already and a manager must say that it is she, the invitation goes on waiting for that.
    """
    invitation.approved_by_id = None
    if invitation.state != InvitationState.AWAITING_CONFIRMATION:
        invitation.state, invitation.token_digest = InvitationState.AWAITING_APPROVAL, None
        invitation.expires_at, invitation.sent_at = at + WAITS, None
    invitation.save(update_fields=["state", "approved_by_id", "token_digest", "expires_at", "sent_at"])
    ask(
        organization, kind=AccessTask.Kind.PROMOTE, by=by, life=WAITS, at=at, subject=str(invitation.id),
        wanted={"invitation": str(invitation.id)},
    )  # fmt: skip


def ask_for_member(
    organization: OrganizationId, *, invitation: Invitation, row: Membership, by: UUID | None, at: datetime
) -> None:
    """The person is a user already: from now on the question is about that user."""
    if (waiting := _asked(invitation)) is not None:
        close(organization, task=waiting, verb="withdraw", by=by, at=at)
    ask(organization, kind=AccessTask.Kind.PROMOTE, by=by, life=WAITS, at=at, about=row.id)


def _asked(invitation: Invitation) -> AccessTask | None:
    return AccessTask.objects.filter(
        organization_id=invitation.organization_id, kind=AccessTask.Kind.PROMOTE, subject=str(invitation.id),
        state=TaskState.OPEN,
    ).first()  # fmt: skip
