"""Resend, change, revoke and approve an invitation, and make its link when the mail is posted (BP-18, annex B.1)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, held_against, lock, manager, needs_second
from selvbetjening.domain.access.actions.invite import within_limits, write_grants
from selvbetjening.domain.access.actions.second_yes import ask_anew
from selvbetjening.domain.access.events import InvitationChanged, InvitationEnded, InvitationResent
from selvbetjening.domain.access.lifecycle import INVITATION, InvitationState
from selvbetjening.domain.access.models import Invitation
from selvbetjening.domain.access.queries.invitations import OPEN, state_now
from selvbetjening.domain.access.rules.ends import checked_end, external_end
from selvbetjening.domain.access.rules.invitations import WantedGrant, checked_grant
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_LABEL = "business_invitation"


def get_open(organization: OrganizationId, *, invitation: UUID) -> Invitation:
    """The invitation, under the company's lock. Raises `Invitation.DoesNotExist` for another company's."""
    return Invitation.objects.select_for_update(no_key=True).get(organization_id=organization, id=invitation)


def resend(organization: OrganizationId, *, invitation: UUID, by: UUID, at: datetime) -> bool:
    """A new link with a new life; the old one is dead at once. Whoever sends it again is the inviter from now on.

    Expired, revoked and declined ones, too. A new Access Manager's is asked about anew: an earlier yes was for an
    earlier sending (BP-29); then True is answered, and nothing is mailed before the second yes. Records
    `access.invitation_resent`. Raises `Refused`: `INV-05`, `INV-03` where another invitation of the address is open,
    `external_manager` where the company lets no partner manage any more (SEC-32), `past`, `gone`.
    """
    today = copenhagen_day(at)
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        found = get_open(organization, invitation=invitation)
        now = state_now(invitation=found, at=at)
        if not INVITATION.may(now, "resend"):
            raise Refused("gone")
        if found.membership_ends_on is not None and found.membership_ends_on <= today:
            raise Refused("past", field="ends_on")
        if found.is_external and found.role == ACCESS_MANAGER and not company.choice("external_managers"):
            raise Refused("external_manager")
        others = Invitation.objects.filter(organization_id=organization, email=found.email, state__in=OPEN)
        if (other := others.exclude(id=found.id).first()) is not None:
            raise Refused("INV-03", about=other.id)
        within_limits(organization, email=found.email, sent_at=found.sent_at, at=at)
        held = found.role == ACCESS_MANAGER and needs_second(organization, company=company, today=today)
        found.version += 1
        found.invited_by_id, found.decided_at, found.opened_at, found.bounced_at = by, None, None, None
        found.state, found.approved_by_id = INVITATION.after(now, "resend"), None
        found.expires_at, found.sent_at = at + timedelta(hours=found.life_hours), at
        found.token_digest = _unknown(organization)
        found.save()
        if held:
            ask_anew(organization, invitation=found, by=by, at=at)
            return True
        fact = InvitationResent(invitation=found.id, version=found.version)
        record(organization, fact=fact, actor=actor_of(by=by), at=at)
        return False


def release(organization: OrganizationId, *, invitation: UUID, by: UUID, at: datetime) -> None:
    """A second manager has said yes: the link is mailed now (BP-29). Under the lock, for `answer_task` only.

    Where the person has come already, the yes is kept for when a manager says that it is she. Raises `Refused("gone")`.
    """
    found = get_open(organization, invitation=invitation)
    if state_now(invitation=found, at=at) == InvitationState.AWAITING_CONFIRMATION:
        found.approved_by_id = by
        found.save(update_fields=["approved_by_id"])
        return
    if found.state != InvitationState.AWAITING_APPROVAL:
        raise Refused("gone")
    found.state = INVITATION.after(InvitationState(found.state), "approve")
    found.approved_by_id, found.sent_at, found.expires_at = by, at, at + timedelta(hours=found.life_hours)
    found.save(update_fields=["state", "approved_by_id", "sent_at", "expires_at"])
    record(
        organization,
        fact=InvitationResent(invitation=found.id, version=found.version),
        actor=actor_of(by=by),
        at=at,
    )


def revoke(organization: OrganizationId, *, invitation: UUID, by: UUID, at: datetime) -> None:
    """Take an open invitation back: its link is dead. Records `access.invitation_ended` once; over already is fine."""
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        end(organization, invitation=get_open(organization, invitation=invitation), verb="revoke", by=by, at=at)


def end(organization: OrganizationId, *, invitation: Invitation, verb: str, by: UUID | None, at: datetime) -> bool:
    """Move an open invitation to its end and kill the link; False when it was over. Under the company's lock."""
    state = InvitationState(invitation.state)
    if not INVITATION.may(state, verb):
        return False
    invitation.state = INVITATION.after(state, verb)
    invitation.decided_at, invitation.token_digest = at, _unknown(organization)
    invitation.save(update_fields=["state", "decided_at", "token_digest"])
    fact = InvitationEnded(invitation=invitation.id, outcome=str(invitation.state))
    record(organization, fact=fact, actor=actor_of(by=by), at=at)
    return True


def change_invitation(
    organization: OrganizationId,
    *,
    invitation: UUID,
    grants: Sequence[WantedGrant],
    ends_on: date | None,
    by: UUID,
    at: datetime,
) -> None:
    """Other solutions or another end of the access for a pending invitation; nobody is mailed (annex B.1).

    Records `access.invitation_changed`. Raises `Refused`: as `rules.invitations.checked_grant`, `gone`, `USER-04`.
    """
    today = copenhagen_day(at)
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        found = get_open(organization, invitation=invitation)
        if state_now(invitation=found, at=at) != InvitationState.PENDING:
            raise Refused("gone")
        if found.role == ACCESS_MANAGER and grants:
            raise Refused("USER-04", field="role")
        facts, earlier = held_against(organization, company=company, today=today), found.membership_ends_on
        sound = [checked_grant(wanted=wanted, company=facts, today=today) for wanted in grants]
        if found.is_external:
            found.membership_ends_on = external_end(ends_on=ends_on, today=today, months=facts.external_months)
        else:
            checked_end(ends_on=ends_on, today=today)
            found.membership_ends_on = ends_on
        found.save(update_fields=["membership_ends_on"])
        write_grants(organization, invitation=found, grants=sound)
        if found.approved_by_id is not None and found.membership_ends_on != earlier:
            ask_anew(organization, invitation=found, by=by, at=at)  # the yes was for another end (SEC-32)
        record(organization, fact=InvitationChanged(invitation=found.id), actor=actor_of(by=by), at=at)


def issue_token(organization: OrganizationId, *, invitation: UUID, at: datetime) -> dict[str, str] | None:
    """A fresh link for the mail that is about to be posted; None when the invitation is over (SEC-55)."""
    token = tokens.new_token()
    with within(organization):
        issued = Invitation.objects.filter(
            organization_id=organization, id=invitation, state=InvitationState.PENDING, expires_at__gt=at
        ).update(token_digest=keyed(organization, label=_LABEL, secret=token))
    return {"token": token} if issued else None


def _unknown(organization: OrganizationId) -> bytes:
    """The digest of a token that nobody has: no link leads here."""
    return keyed(organization, label=_LABEL, secret=tokens.new_token())
