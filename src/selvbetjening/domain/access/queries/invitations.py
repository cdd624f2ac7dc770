"""Invitations: the managers' list, and the one behind a link (BP-17, BP-18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.access.events import InvitationResent, MemberInvited
from selvbetjening.domain.access.lifecycle import InvitationState
from selvbetjening.domain.access.models import Invitation, InvitedGrant, Membership
from selvbetjening.domain.access.rules.invitations import SHOWN
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.messaging import queries as mails
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId

OPEN = (InvitationState.PENDING, InvitationState.AWAITING_CONFIRMATION, InvitationState.AWAITING_APPROVAL)


@dataclass(frozen=True)
class InvitationRow:
    """A line of the managers' list. `state` is as of now: an expired one says so before any job has run."""

    id: UUID
    state: InvitationState
    name: str
    email: str
    role: str
    is_external: bool
    partner_name: str
    solutions: tuple[str, ...]
    invited_by: str
    sent_at: datetime | None
    expires_at: datetime
    opened_at: datetime | None
    bounced_at: datetime | None
    claimed_name: str
    mail: str
    """What became of the last mail: `queued`, `sent`, `failed` (bounced), empty where none was written."""
    row: Invitation


def invitations(organization: OrganizationId, *, at: datetime, everything: bool = False) -> list[InvitationRow]:
    """The open ones, and those that ended in the last 30 days without anybody joining, newest first (BP-18)."""
    rows = Invitation.objects.filter(organization_id=organization).prefetch_related("grants")
    if not everything:
        rows = rows.exclude(state=InvitationState.ACCEPTED).filter(expires_at__gt=at - SHOWN)
    found = list(rows.order_by("-created_at", "id"))
    names = {
        row.id: row.full_name
        for row in Membership.objects.filter(
            organization_id=organization, id__in={row.invited_by_id for row in found if row.invited_by_id}
        )
    }
    sent = mails.by_keys(organization, keys=[mail_key(invitation=row) for row in found])
    states = {key: str(mail.state) for key, mail in sent.items()}
    return [
        _line(
            row,
            names.get(row.invited_by_id, "") if row.invited_by_id else "",
            "failed" if row.bounced_at else states.get(mail_key(invitation=row), ""),
            at,
        )
        for row in found
    ]


def mail_key(*, invitation: Invitation) -> str:
    """The outbox's key of the invitation's last mail; a new sending is a new mail."""
    return f"member_invited:{invitation.version}:{invitation.id}"


def get_invitation(organization: OrganizationId, *, invitation: UUID) -> Invitation | None:
    """The company's invitation with this id, or None."""
    return Invitation.objects.filter(organization_id=organization, id=invitation).first()


def state_now(*, invitation: Invitation, at: datetime) -> InvitationState:
    """The state as it is read: what waits past its time has expired (annex B.1)."""
    state = InvitationState(invitation.state)
    return InvitationState.EXPIRED if state in OPEN and invitation.expires_at <= at else state


def invitation_with(organization: OrganizationId, *, token: str) -> Invitation | None:
    """The invitation whose link this is, alive or not; None for an unknown or an older link. Inside the company's
    transaction.
    """
    digest = keyed(organization, label="business_invitation", secret=token)
    return Invitation.objects.filter(organization_id=organization, token_digest=digest).first()


@dataclass(frozen=True)
class InvitationCard:
    """What the page behind a living link shows before the login (BP-17): no address, nobody else's name."""

    invitation: UUID
    company: str
    company_cvr: str
    invited_by: str
    given_name: str
    role: str
    is_external: bool
    grants: tuple[InvitedGrant, ...]
    ends_on: date | None
    """The first day without the membership."""
    message: str
    expires_at: datetime


def invitation_card(organization: OrganizationId, *, token: str, at: datetime) -> InvitationCard | None:
    """The card of a link that can be used now; None for every other one: before the login all are alike (BP-17)."""
    found = invitation_with(organization, token=token)
    if found is None or state_now(invitation=found, at=at) != InvitationState.PENDING:
        return None
    company = Organization.objects.get(id=organization)
    inviters = Membership.objects.filter(organization_id=organization)
    inviter = inviters.filter(id=found.invited_by_id).first() if found.invited_by_id else None
    grants = found.grants.select_related("solution").order_by("solution__position")
    return InvitationCard(
        found.id, company.name, company.cvr, inviter.full_name if inviter else "", found.given_name, found.role,
        found.is_external, tuple(grants), found.membership_ends_on, found.message, found.expires_at,
    )  # fmt: skip


def sendings(
    organization: OrganizationId, *, email: str, since: datetime
) -> tuple[Sequence[datetime], Sequence[datetime]]:
    """When invitations were sent since then: to this address, and by the company at all (annex K)."""
    names = [MemberInvited.name, InvitationResent.name]
    sent = list(
        Event.objects.filter(organization_id=organization, name__in=names, at__gt=since).values_list(
            "at", "data__invitation"
        )
    )
    mine = Invitation.objects.filter(organization_id=organization, email=email).values_list("id", flat=True)
    own = {str(id_) for id_ in mine}
    return [at for at, id_ in sent if id_ in own], [at for at, _ in sent]


def _line(row: Invitation, invited_by: str, mail: str, at: datetime) -> InvitationRow:
    return InvitationRow(
        row.id, state_now(invitation=row, at=at), f"{row.given_name} {row.surname}".strip(), row.email, row.role,
        row.is_external, row.partner_name, tuple(grant.solution_id for grant in row.grants.all()), invited_by,
        row.sent_at, row.expires_at, row.opened_at, row.bounced_at, row.claimed_name, mail, row,
    )  # fmt: skip
