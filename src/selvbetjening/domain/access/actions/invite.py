"""Invite colleagues and external partners (BP-15, BP-16)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, held_against, lock, manager, needs_second
from selvbetjening.domain.access.actions.tasks import ask
from selvbetjening.domain.access.events import InvitationResent, MemberInvited
from selvbetjening.domain.access.lifecycle import INVITATION, InvitationState, MembershipState
from selvbetjening.domain.access.models import AccessTask, Invitation, InvitedGrant, Membership
from selvbetjening.domain.access.queries.invitations import OPEN, sendings
from selvbetjening.domain.access.rules.ends import not_beyond
from selvbetjening.domain.access.rules.invitations import (
    MOST_AT_ONCE,
    WAITS,
    InvitationDetails,
    Sent,
    WantedGrant,
    again_at,
    checked,
)
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def invite(organization: OrganizationId, *, details: InvitationDetails, by: UUID, at: datetime) -> Invitation:
    """Invite one person, who is mailed a link for some days. Records `access.member_invited`.

    An open invitation of the same address is written over and sent again. One for a new Access Manager is held until a
    second manager has said yes, where there are two (BP-29); then nothing is mailed before. Raises `Refused`: as
    `rules.invitations.checked`; `INV-03` about a membership or an invitation that is there; `INV-05` with `again`.
    """
    today = copenhagen_day(at)
    with within(organization):
        company = lock(organization)
        sound, waiting = _allowed(organization, company, details, by=by, at=at)
        held = sound.role == ACCESS_MANAGER and needs_second(organization, company=company, today=today)
        made = _written(organization, waiting, sound, _bound_cvr(company.cvr, sound), held=held, by=by, at=at)
        if held:
            ask(
                organization, kind=AccessTask.Kind.PROMOTE, by=by, life=WAITS, at=at, subject=str(made.id),
                wanted={"invitation": str(made.id)},
            )  # fmt: skip
        fact = MemberInvited(invitation=made.id, role=made.role, version=made.version, is_held=held)
        again = InvitationResent(invitation=made.id, version=made.version)
        record(organization, fact=again if waiting and not held else fact, actor=actor_of(by=by), at=at)
    return made


def check_invitation(organization: OrganizationId, *, details: InvitationDetails, by: UUID, at: datetime) -> None:
    """Refuse now what `invite` would refuse, so that nobody looks through what cannot be sent. Writes nothing."""
    with within(organization):
        _allowed(organization, lock(organization), details, by=by, at=at)


def _allowed(
    organization: OrganizationId, company: Organization, details: InvitationDetails, *, by: UUID, at: datetime
) -> tuple[InvitationDetails, Invitation | None]:
    """The invitation as it is kept, and the open one that it writes over. The caller holds the company's lock."""
    today = copenhagen_day(at)
    manager(organization, by=by, at=at)
    sound = checked(details=details, company=held_against(organization, company=company, today=today), today=today)
    _no_member(organization, email=sound.email)
    waiting = Invitation.objects.filter(organization_id=organization, email=sound.email, state__in=OPEN).first()
    if waiting is not None and waiting.state == InvitationState.AWAITING_CONFIRMATION:
        raise Refused("INV-03", about=waiting.id)  # the person has come: a manager must answer first
    within_limits(organization, email=sound.email, sent_at=waiting.sent_at if waiting else None, at=at)
    return sound, waiting


def invite_many(
    organization: OrganizationId, *, rows: Sequence[InvitationDetails], by: UUID, at: datetime
) -> list[Sent]:
    """Invite at most 25 people in one go, each with its own result (BP-15). Raises `Refused("too_many")`."""
    if len(rows) > MOST_AT_ONCE:
        raise Refused("too_many")
    results = []
    for details in rows:
        try:
            results.append(Sent(invite(organization, details=details, by=by, at=at).id))
        except Refused as refused:
            results.append(Sent(None, refused.code, refused.field))
    return results


def within_limits(organization: OrganizationId, *, email: str, sent_at: datetime | None, at: datetime) -> None:
    """Raise `Refused("INV-05", again=…)` where too much was sent (annex K). Call it under the company's lock."""
    day = at - timedelta(days=1)
    to_address, of_company = sendings(organization, email=email, since=day)
    again = again_at(sent_at=sent_at, to_address=to_address, of_company=of_company, at=at)
    if again is not None:
        raise Refused("INV-05", field="email", again=again)


def write_grants(organization: OrganizationId, *, invitation: Invitation, grants: Sequence[WantedGrant]) -> None:
    """What the invitation gives, from now on: nothing for longer than the user (BP-26). Under the company's lock."""
    last = invitation.membership_ends_on
    InvitedGrant.objects.filter(organization_id=organization, invitation=invitation).delete()
    InvitedGrant.objects.bulk_create(
        InvitedGrant(
            organization_id=organization, invitation=invitation, solution_id=wanted.solution,
            actions=list(wanted.actions), pbs_numbers=list(wanted.pbs_numbers),
            ends_on=not_beyond(ends_on=wanted.ends_on, last=last),
        )
        for wanted in grants
    )  # fmt: skip


def _no_member(organization: OrganizationId, *, email: str) -> None:
    """SEC-67: told about this company only. A suspended or deleted user is restored, not invited again."""
    known = Membership.objects.filter(organization_id=organization, email=email)
    found = known.exclude(state=MembershipState.ANONYMISED).first()
    if found is not None:
        raise Refused("INV-03", field="email", about=found.id, state=found.state)


def _bound_cvr(own: str, details: InvitationDetails) -> str:
    return details.partner_cvr if details.is_external else own


def _written(
    organization: OrganizationId,
    waiting: Invitation | None,
    sound: InvitationDetails,
    bound_cvr: str,
    *,
    held: bool,
    by: UUID,
    at: datetime,
) -> Invitation:
    made = waiting or Invitation(organization_id=organization, email=sound.email, created_at=at)
    for name in (
        "given_name", "surname", "phone", "role", "is_external", "partner_name", "reason", "message", "language",
    ):  # fmt: skip
        setattr(made, name, getattr(sound, name))
    made.bound_cvr, made.membership_ends_on = bound_cvr, sound.ends_on
    made.state = INVITATION.after(InvitationState.PENDING, "hold") if held else InvitationState.PENDING
    made.version = made.version + 1 if waiting else 1
    made.invited_by_id, made.opened_at, made.bounced_at, made.approved_by_id = by, None, None, None
    made.life_hours = sound.hours or 72
    made.expires_at = at + (WAITS if held else timedelta(hours=made.life_hours))
    made.sent_at = None if held else at
    # Nobody knows this one: the link is made when the mail is posted (SEC-55). An earlier link is dead from here on.
    made.token_digest = keyed(organization, label="business_invitation", secret=tokens.new_token())
    made.save()
    write_grants(organization, invitation=made, grants=sound.grants)
    return made
