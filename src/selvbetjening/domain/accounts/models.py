"""Accounts and their recipients."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.organizations.models import OrganizationOwned


class PartyType(models.TextChoices):
    """Who the customer is before the law (PTY-1)."""

    CONSUMER = "consumer"
    BUSINESS = "business"
    PUBLIC = "public"


class Account(OrganizationOwned):
    """A customer of the organization: a company, a public body or a person. `code` is the company's own number."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    party_type = models.CharField(max_length=10, choices=PartyType, default=PartyType.CONSUMER)
    cvr = models.CharField(max_length=8, blank=True)
    address_line = models.CharField(max_length=200, blank=True)
    address_line_2 = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="DK")
    language = models.CharField(max_length=2, default="da")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], name="account_code"),
            models.CheckConstraint(
                condition=Q(party_type__in=["consumer", "business", "public"]),
                name="account_party_type_known",
            ),
            models.CheckConstraint(condition=Q(language__in=["da", "en"]), name="account_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Recipient(OrganizationOwned):
    """Somebody who gets mail about one account, and logs in to the portal with that address (SB-16, SB-17).

    `email` is kept normalised (LG-01). One address may stand on several recipients; it then cannot log in (SB-19).
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recipients", db_constraint=False)
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)
    receive_invoice = models.BooleanField(default=True)
    receive_payment_confirmation = models.BooleanField(default=True)
    receive_subscription_notifications = models.BooleanField(default=True)
    has_self_service_access = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "email"], name="recipient_email"),
        ]

    def __str__(self) -> str:
        return self.name
