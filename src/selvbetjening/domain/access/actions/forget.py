"""Erase who a deleted user was, and what invitations and messages said, when their time is over (BP-24, GDP-2)."""

from datetime import datetime, timedelta
from typing import Final

from selvbetjening.domain.access.actions.give import LIVE
from selvbetjening.domain.access.events import MemberAnonymised
from selvbetjening.domain.access.lifecycle import MEMBERSHIP, GrantState, InvitationState, MembershipState
from selvbetjening.domain.access.models import (
    AccessTask,
    Favourite,
    Grant,
    Invitation,
    ManagerMessage,
    Membership,
    Notice,
)
from selvbetjening.domain.access.rules.invitations import SHOWN
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

#: A claim that a manager rejected, a message to the managers, and what users were told, are kept so long (annex B.1).
EVIDENCE: Final = timedelta(days=90)
_PERSONAL: Final = {
    "given_name": "", "surname": "", "email": "", "phone": "", "partner_name": "", "state_reason": "",
}  # fmt: skip


def forget(organization: OrganizationId, *, company: Organization, at: datetime) -> None:
    """Do it for one company, under its lock. The log keeps ids only; memberships of other companies are theirs."""
    undo = timedelta(days=int(company.choice("deleted_user_days")))
    gone = Membership.objects.filter(
        organization_id=organization, state=MembershipState.DELETED, state_changed_at__lte=at - undo
    )
    for row in gone.order_by("id"):
        for name, value in _PERSONAL.items():
            setattr(row, name, value)
        row.state = MEMBERSHIP.after(MembershipState.DELETED, "anonymise")
        row.notices, row.snoozed, row.notice_ways = {}, {}, {}
        row.save()
        mine = {"organization_id": organization, "membership": row}
        Grant.objects.filter(state__in=LIVE, **mine).update(state=GrantState.REMOVED, ended_at=at)
        Grant.objects.filter(**mine).update(reason="")
        Favourite.objects.filter(**mine).delete()
        Notice.objects.filter(**mine).delete()
        Invitation.objects.filter(**mine).delete()
        AccessTask.objects.filter(organization_id=organization, about=row).update(reason="", answer="")
        record(organization, fact=MemberAnonymised(membership=row.id), actor=SYSTEM, at=at)
    _forget_invitations(organization, at)
    ManagerMessage.objects.filter(organization_id=organization, at__lte=at - EVIDENCE).delete()
    Notice.objects.filter(organization_id=organization, at__lte=at - EVIDENCE).delete()


def _forget_invitations(organization: OrganizationId, at: datetime) -> None:
    over = Invitation.objects.filter(organization_id=organization, membership=None)
    ended = (InvitationState.EXPIRED, InvitationState.REVOKED, InvitationState.DECLINED)
    over.filter(state__in=ended, decided_at__lte=at - SHOWN).delete()
    over.filter(state=InvitationState.REJECTED, decided_at__lte=at - EVIDENCE).delete()
