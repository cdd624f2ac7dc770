"""Invite the first Access Manager of a company, whom nobody inside could invite (BP-04, BP-33)."""

from datetime import datetime, timedelta

from selvbetjening.domain.access.actions.company import lock
from selvbetjening.domain.access.events import MemberInvited
from selvbetjening.domain.access.lifecycle import InvitationState, MembershipState
from selvbetjening.domain.access.models import Invitation, Membership
from selvbetjening.domain.access.queries.invitations import OPEN
from selvbetjening.domain.access.rules.invitations import LONGEST_NAME, email_of, text_of
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.access.rules.succession import is_open
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def invite_first_manager(
    organization: OrganizationId, *, given_name: str, surname: str, email: str, actor: Actor, at: datetime
) -> Invitation:
    """Mail the named person an invitation as Access Manager, bound to the company's own number.

    For an approved application, and where a succession was approved. Records `access.member_invited`. Raises `Refused`:
    `not_open` where a manager is there (that one invites), `INV-03` where the address is invited already, `required`,
    `too_long`, `email`.
    """
    with within(organization):
        company = lock(organization)
        managers = Membership.objects.filter(
            organization_id=organization, role=ACCESS_MANAGER, state=MembershipState.ACTIVE
        )
        if not is_open(last_logins=[row.last_login_at for row in managers], at=at):
            raise Refused("not_open")
        address = email_of(text=email)
        waiting = Invitation.objects.filter(organization_id=organization, email=address, state__in=OPEN).first()
        if waiting is not None:
            raise Refused("INV-03", about=waiting.id)
        hours = int(company.choice("invitation_hours"))
        made = Invitation.objects.create(
            organization_id=organization, state=InvitationState.PENDING, role=ACCESS_MANAGER, email=address,
            given_name=text_of(text=given_name, longest=LONGEST_NAME, field="given_name", required=True),
            surname=text_of(text=surname, longest=LONGEST_NAME, field="surname", required=True),
            bound_cvr=company.cvr, language=company.language, life_hours=hours, created_at=at, sent_at=at,
            expires_at=at + timedelta(hours=hours),
            token_digest=keyed(organization, label="business_invitation", secret=tokens.new_token()),
        )  # fmt: skip
        fact = MemberInvited(invitation=made.id, role=made.role, version=made.version)
        record(organization, fact=fact, actor=actor, at=at)
    return made
