"""Guests: somebody without an account's login asks to end a contract, and gets a link for that alone (XB-29)."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.subscriptions.models import Subscription


class GuestRequest(OrganizationOwned):
    """Somebody typed an address and a number. Whether they belong together is decided later, in a job (LG-04, SEC-63).

    `reference` is an invoice number or a contract number as typed. `outcome` is empty until the job has run, then
    `sent`, `over_limit`, `unknown`, `nothing_to_end` or `closed`.
    """

    email = models.CharField(max_length=254)
    reference = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    browser_digest = models.BinaryField(max_length=32)
    network = models.CharField(max_length=60, blank=True)
    requested_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "email", "-requested_at"], name="guest_request_email"),
            models.Index(fields=["organization", "requested_at"], name="guest_request_age"),
        ]

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d %H:%M} {self.outcome or 'waiting'}"


class GuestLink(OrganizationOwned):
    """A single-use proof of the mailbox, for one subscription and for nothing but ending it. HMACs only (SEC-55)."""

    guest_request = models.ForeignKey(GuestRequest, on_delete=models.PROTECT, related_name="links", db_constraint=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    token_digest = models.BinaryField(max_length=32)
    code_digest = models.BinaryField(max_length=32)
    code_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "token_digest"], name="guest_link_token"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "subscription", "created_at"], name="guest_link_of_subscription"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
