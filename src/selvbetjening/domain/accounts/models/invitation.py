"""What waits for somebody else's word: a person invited to an account, an address that is to become another one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models.account import Account
from selvbetjening.domain.accounts.models.recipient import Recipient, Role
from selvbetjening.domain.organizations.models import OrganizationOwned


class RecipientInvitation(OrganizationOwned):
    """An owner wants somebody on the account. Nobody is added before the mailbox says yes (SEC-67).

    Otherwise an owner could put a stranger's address on the account and so block that stranger's login (LG-03).
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)
    role = models.CharField(max_length=10, choices=Role)
    ends_on = models.DateField(null=True)
    receive_invoice = models.BooleanField()
    receive_payment_confirmation = models.BooleanField()
    receive_subscription_notifications = models.BooleanField()
    invited_by = models.UUIDField()
    token_digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "token_digest"], name="recipient_invitation_token"),
            models.UniqueConstraint(
                fields=["organization", "account", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="recipient_invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmailChange(OrganizationOwned):
    """A recipient wants another login address; both mailboxes must say so with a code (XB-38, SEC-03)."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    old_email = models.CharField(max_length=254)
    new_email = models.CharField(max_length=254)
    old_code_digest = models.BinaryField(max_length=32)
    new_code_digest = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "recipient"],
                condition=Q(done_at__isnull=True, voided_at__isnull=True),
                name="email_change_one_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
