"""Bookkeepers from outside: who may read an account's documents, for how long, and what they have read (CM-08)."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models.account import Account
from selvbetjening.domain.organizations.models import OrganizationOwned


class AccountantGrant(OrganizationOwned):
    """A proven mailbox (`email`) may read one account from `starts_on` until the day before `ends_on`; never write.

    A bookkeeper is no recipient: it gets no mails of the account, and does not count for logins here (LG-03).
    `scopes` are `documents` and `usage`. `warned_at`: the mail 14 days before the end has been written.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)
    scopes = ArrayField(models.CharField(max_length=10))
    starts_on = models.DateField()
    ends_on = models.DateField()
    granted_by = models.UUIDField()
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on"), ends_on__lte=F("starts_on") + timedelta(days=366)),
                name="accountant_grant_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["documents", "usage"]), name="accountant_grant_scopes_known"
            ),
            models.UniqueConstraint(
                fields=["organization", "account", "email"],
                condition=Q(revoked_at__isnull=True),
                name="accountant_grant_one_for_an_address",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["email"], name="accountant_grant_email", condition=Q(revoked_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentRead(OrganizationOwned):
    """A bookkeeper has fetched an invoice: it is unread no more (CM-08)."""

    grant = models.ForeignKey(AccountantGrant, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    invoice_id = models.UUIDField()
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "grant", "invoice_id"], name="document_read_once"),
        ]

    def __str__(self) -> str:
        return str(self.invoice_id)
