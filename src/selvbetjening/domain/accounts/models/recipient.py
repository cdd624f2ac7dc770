"""Recipients: who gets mail about an account, and may log in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts.models.account import Account
from selvbetjening.domain.organizations.models import OrganizationOwned


class Role(models.TextChoices):
    """What a recipient may do inside the customer (XB-32). A new one owns, unless said otherwise."""

    OWNER = "owner", _("Owner")
    BILLING = "billing", _("Billing")
    READER = "reader", _("Reader")
    ACCOUNTANT = "accountant", _("Bookkeeper")


class Recipient(OrganizationOwned):
    """Somebody who gets mail about one account, and logs in to the portal with that address (SB-16, SB-17).

    `email` is kept normalised (LG-01). One address may stand on several recipients; what that means for its login is
    the setting `duplicate_email_mode` (SB-19, XB-07). From `ends_on` (Copenhagen day) on, the recipient is barred.
    With `removed_at` the recipient counts for nothing any more, and the row is kept for an undo and for the log.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recipients", db_constraint=False)
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)
    receive_invoice = models.BooleanField(default=True)
    receive_payment_confirmation = models.BooleanField(default=True)
    receive_subscription_notifications = models.BooleanField(default=True)
    has_self_service_access = models.BooleanField(default=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.OWNER, db_default="owner")
    ends_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "email"], name="recipient_email"),
            models.Index(fields=["organization", "created_at", "id"], name="recipient_by_age"),
            models.Index("organization", Collate("email", "C"), name="recipient_email_begins"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(role__in=["owner", "billing", "reader"]) | Q(role="accountant", ends_on__isnull=False),
                name="recipient_role_known_and_accountant_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name
