"""From an accepted invitation to a membership with its grants (annex B.2)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, guard_last
from selvbetjening.domain.access.actions.give import LIVE, give
from selvbetjening.domain.access.actions.second_yes import ask_for_member, lacks_second
from selvbetjening.domain.access.events import MemberJoined
from selvbetjening.domain.access.lifecycle import INVITATION, GrantState, InvitationState, MembershipState
from selvbetjening.domain.access.models import Grant, Invitation, Membership
from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.domain.access.rules.invitations import WantedGrant
from selvbetjening.domain.access.rules.members import USER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def join(
    organization: OrganizationId,
    *,
    company: Organization,
    invitation: Invitation,
    user: User,
    by: UUID | None,
    at: datetime,
) -> Membership:
    """Make the person a member as the invitation says; somebody who was one before gets the same row back, afresh.

    Under the company's lock. What earlier grants are left stays behind: the invitation says what there is (SEC-30). A
    new Access Manager for whom the second yes is missing now is a user without any access until it is given (BP-29).
    Raises `Refused` as `may_join`.
    """
    waits = lacks_second(organization, invitation=invitation, company=company, today=copenhagen_day(at))
    verb = "confirm" if invitation.state == InvitationState.AWAITING_CONFIRMATION else "accept"
    before = _before(organization, invitation, user, by, at)
    found = before or Membership(organization_id=organization, user=user, generation=0)
    found.state, found.role = MembershipState.ACTIVE, USER if waits else invitation.role
    found.bound_cvr = invitation.bound_cvr
    for name in ("is_external", "partner_name", "given_name", "surname", "email", "phone", "language"):
        setattr(found, name, getattr(invitation, name))
    found.ends_on, found.invited_by_id = invitation.membership_ends_on, invitation.invited_by_id
    found.generation += 1
    found.joined_at = found.state_changed_at = found.last_login_at = at
    found.first_login_at = found.first_login_at or at
    found.state_reason, found.state_until, found.notices = "", None, {}
    found.save()
    _give_invited(organization, invitation, found, at)
    invitation.state = INVITATION.after(InvitationState(invitation.state), verb)
    invitation.membership, invitation.decided_at, invitation.token_digest = found, at, None
    invitation.save(update_fields=["state", "membership", "decided_at", "token_digest"])
    fact = MemberJoined(membership=found.id, invitation=invitation.id, role=found.role)
    record(organization, fact=fact, actor=actor_of(by=by or found.id), at=at)
    if waits:
        asks = by or invitation.invited_by_id
        ask_for_member(organization, invitation=invitation, row=found, by=asks, at=at)
    return found


def may_join(
    organization: OrganizationId, *, invitation: Invitation, user: User, by: UUID | None, at: datetime
) -> Membership | None:
    """The row of somebody who was here before, if this invitation may bring it back; None for somebody new.

    Whom a manager has shut out comes back by a manager only: a suspended user by `restore`, a deleted or expired one
    by that or by an invitation of later than the end (BP-22, BP-23, SEC-30). `by` is the manager who confirms the
    person. Raises `Refused`: `INV-03` with the row for an active user and for a manager, `LOGIN-08`, `LOGIN-07`.
    """
    rows = Membership.objects.filter(organization_id=organization, user=user)
    row = rows.exclude(state=MembershipState.ANONYMISED).first()
    if row is None:
        return None
    over = row.ends_on is not None and row.ends_on <= copenhagen_day(at)
    if row.state == MembershipState.ACTIVE and not over:
        raise Refused("INV-03", about=row.id)
    if row.state == MembershipState.SUSPENDED:
        raise Refused("INV-03", about=row.id) if by else Refused("LOGIN-08")
    last = row.ends_on if row.state == MembershipState.ACTIVE else None
    sent = invitation.sent_at
    earlier = sent is None or (copenhagen_day(sent) < last if last is not None else sent <= row.state_changed_at)
    if earlier:
        raise Refused("INV-03", about=row.id) if by else Refused("LOGIN-07")
    return row


def _before(
    organization: OrganizationId, invitation: Invitation, user: User, by: UUID | None, at: datetime
) -> Membership | None:
    """The row of somebody who was here before, without its grants."""
    before = may_join(organization, invitation=invitation, user=user, by=by, at=at)
    if before is not None:
        today = copenhagen_day(at)
        guard_last(organization, leaving=before.id, today=today)
        Grant.objects.filter(organization_id=organization, membership=before, state__in=LIVE).update(
            state=GrantState.REMOVED, ended_at=at
        )
    return before


def _give_invited(organization: OrganizationId, invitation: Invitation, found: Membership, at: datetime) -> None:
    today = copenhagen_day(at)
    has = solutions_of(organization, today=today)
    for grant in invitation.grants.order_by("solution_id"):
        if grant.ends_on is not None and grant.ends_on <= today:
            continue  # it ended while the invitation waited
        wanted = WantedGrant(
            solution=grant.solution_id, actions=tuple(grant.actions), pbs_numbers=tuple(grant.pbs_numbers),
            ends_on=grant.ends_on,
        )  # fmt: skip
        give(
            organization, membership=found.id, wanted=wanted, is_pending=wanted.solution not in has,
            by=invitation.invited_by_id, at=at,
        )  # fmt: skip
