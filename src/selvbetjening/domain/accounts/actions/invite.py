"""Invite somebody to an account, take an invitation back, and accept one with the mailbox that it was sent to."""

from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.accounts.actions import recipients
from selvbetjening.domain.accounts.actions.mail_limits import count_mail
from selvbetjening.domain.accounts.events import RecipientInvitationWithdrawn, RecipientInvited
from selvbetjening.domain.accounts.models import Account, Recipient, RecipientInvitation
from selvbetjening.domain.accounts.queries.people import chooses, invitation_with
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.accounts.rules.people import (
    INVITATION,
    RecipientDetails,
    check_role,
    checked_email,
    checked_name,
)
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: Open invitations that one account may have at once: no portal is a way to send mail to strangers.
MOST_OPEN: Final = 20


def invite(
    organization: OrganizationId,
    *,
    account: UUID,
    invited_by: UUID,
    details: RecipientDetails,
    actor: Actor,
    at: datetime,
) -> RecipientInvitation:
    """Ask the mailbox whether it wants to be on the account. Records `accounts.recipient_invited`, which mails.

    An earlier invitation of the same address is replaced. What stands on other accounts is neither asked nor told
    (SEC-67). Raises `Refused`: as `recipients.add`, `known_here` when the address is on the account already,
    `too_many`, `too_often`.
    """
    name, email = checked_name(name=details.name), checked_email(email=details.email)
    check_role(role=details.role, ends_on=details.ends_on, today=copenhagen_day(at))
    count_mail(organization, account=account, email=email, at=at)
    with within(organization):
        holder = Account.objects.select_for_update().get(organization_id=organization, id=account)
        present = Recipient.objects.filter(organization_id=organization, account=holder, removed_at=None)
        if present.filter(email=email).exists():
            raise Refused("known_here", field="email")
        waiting = RecipientInvitation.objects.filter(
            organization_id=organization, account=holder, accepted_at=None, withdrawn_at=None
        )
        waiting.filter(email=email).update(withdrawn_at=at)
        if waiting.filter(expires_at__gt=at).count() >= MOST_OPEN:
            raise Refused("too_many", field="email")
        values = {**asdict(details), "name": name, "email": email}
        made = RecipientInvitation.objects.create(
            organization_id=organization, account=holder, invited_by=invited_by, created_at=at,
            expires_at=at + INVITATION, token_digest=keyed(organization, label="invitation", secret=tokens.new_token()),
            **values,
        )  # fmt: skip
        fact = RecipientInvited(account=account, invitation=made.id, role=made.role)
        record(organization, fact=fact, actor=actor, at=at, personal={"name": name, "email": email})
    return made


def withdraw(organization: OrganizationId, *, account: UUID, invitation: UUID, actor: Actor, at: datetime) -> None:
    """Take an open invitation of this account back. Records `accounts.recipient_invitation_withdrawn` once."""
    with within(organization):
        taken = RecipientInvitation.objects.filter(
            organization_id=organization, account_id=account, id=invitation, accepted_at=None, withdrawn_at=None
        ).update(withdrawn_at=at)
        if taken:
            fact = RecipientInvitationWithdrawn(account=account, invitation=invitation)
            record(organization, fact=fact, actor=actor, at=at)


def issue_token(organization: OrganizationId, *, invitation: UUID, at: datetime) -> dict[str, str] | None:
    """A fresh token for the mail that is about to be posted; None when the invitation is over (SEC-55)."""
    token = tokens.new_token()
    with within(organization):
        issued = RecipientInvitation.objects.filter(
            organization_id=organization, id=invitation, accepted_at=None, withdrawn_at=None, expires_at__gt=at
        ).update(token_digest=keyed(organization, label="invitation", secret=token))
    return {"token": token} if issued else None


def accept(organization: OrganizationId, *, token: str, at: datetime) -> Recipient:
    """Put the invited person on the account; of many presses at once one does. Records `accounts.recipient_added`.

    Raises `Refused`: `gone` for an invitation that is unknown, over, taken back or accepted; `known_elsewhere` when
    the address stands on another account and the company lets nobody choose (SB-19): accepting would lock both out.
    Who invited must still be an owner.
    """
    with within(organization):
        found = invitation_with(organization, token=token, at=at)
        if found is None:
            raise Refused("gone")
        Account.objects.select_for_update().get(organization_id=organization, id=found.account_id)
        found = RecipientInvitation.objects.select_for_update().get(organization_id=organization, id=found.id)
        inviter = Recipient.objects.filter(
            organization_id=organization, id=found.invited_by, removed_at=None, role="owner",
            has_self_service_access=True,
        )  # fmt: skip
        if found.accepted_at or found.withdrawn_at or not inviter.exists():
            raise Refused("gone")
        elsewhere = Recipient.objects.filter(organization_id=organization, email=found.email, removed_at=None)
        if elsewhere.filter(account_id=found.account_id).exists():
            raise Refused("gone")
        if elsewhere.exists() and not chooses(organization):
            raise Refused("known_elsewhere")
        found.accepted_at = at
        found.save(update_fields=["accepted_at"])
        details = RecipientDetails(**{name: getattr(found, name) for name in RecipientDetails.__dataclass_fields__})
        actor = Actor("system", "invitation")
        return recipients.add(organization, account=found.account_id, details=details, actor=actor, at=at).recipient
