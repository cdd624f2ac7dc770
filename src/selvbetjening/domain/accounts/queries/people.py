"""What may be asked about who is on an account: invitations, changes of address, who was removed."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import EmailChange, Recipient, RecipientInvitation
from selvbetjening.domain.accounts.rules.people import CODE_TRIES, UNDO
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel.ids import OrganizationId


def chooses(organization: OrganizationId) -> bool:
    """Whether an address on several recipients chooses after login, instead of being blocked (XB-07)."""
    return bool(organizations.get(organization).choice("duplicate_email_mode") == "chooser")


def invitation_with(organization: OrganizationId, *, token: str, at: datetime) -> RecipientInvitation | None:
    """The open invitation whose token this is, with account and company."""
    digest = keyed(organization, label="invitation", secret=token)
    found = RecipientInvitation.objects.filter(
        organization_id=organization, token_digest=digest, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    return found.select_related("account").first()


def get_invitation(organization: OrganizationId, *, invitation: UUID) -> RecipientInvitation | None:
    """The invitation with its account, open or not."""
    found = RecipientInvitation.objects.filter(organization_id=organization, id=invitation)
    return found.select_related("account").first()


def open_invitations(organization: OrganizationId, *, account: UUID, at: datetime) -> list[RecipientInvitation]:
    """Who was invited to the account and may still accept, oldest first."""
    found = RecipientInvitation.objects.filter(
        organization_id=organization, account_id=account, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    return list(found.order_by("created_at", "id"))


def removed_lately(organization: OrganizationId, *, account: UUID, at: datetime) -> list[Recipient]:
    """Who was removed from the account and can still be brought back, latest first."""
    found = Recipient.objects.filter(organization_id=organization, account_id=account, removed_at__gte=at - UNDO)
    return list(found.order_by("-removed_at", "id"))


def open_email_change(
    organization: OrganizationId, *, recipient: UUID, at: datetime, lock: bool = False
) -> EmailChange | None:
    """The recipient's wish for another address, while it waits for its two codes (XB-38)."""
    found = EmailChange.objects.filter(
        organization_id=organization, recipient_id=recipient, done_at=None, voided_at=None, expires_at__gt=at,
        tries__lt=CODE_TRIES,
    )  # fmt: skip
    return (found.select_for_update() if lock else found).first()


def get_email_change(organization: OrganizationId, *, email_change: UUID) -> EmailChange | None:
    """The wish with its recipient and account, open or not."""
    found = EmailChange.objects.filter(organization_id=organization, id=email_change)
    return found.select_related("recipient__account").first()
