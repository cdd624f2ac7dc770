"""Saved cards and the gateways' own numbers of our payers."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.payments.models.gateways import GatewayAccount


class GatewayPayer(OrganizationOwned):
    """The gateway's own id of one of our accounts (`cus_…`); gateways without one have no row."""

    gateway_account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="payers", db_constraint=False
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    external_id = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "gateway_account", "account"], name="gateway_payer_once"),
        ]

    def __str__(self) -> str:
        return self.external_id


class PaymentCard(OrganizationOwned):
    """A card that an account saved, as its gateway names it; no number and no code of it is ever here (G9).

    `currency` is empty where the card pays any currency, else the one it was saved for (QuickPay, CD-02).
    The default for a currency is the active card that can pay it with the latest `default_at`
    (`payments.rules.cards`), so there is exactly one (CD-05). `gateway_account` is null for a gateway without an
    adapter here. `consent` are the words that the payer agreed to, with their version (PY-09).
    `told_off_at`: the gateway knows that it is disabled. `warned` are the days before expiry that were told (XB-41).
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    gateway_account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="cards", db_constraint=False, null=True
    )
    gateway = models.CharField(max_length=20)
    external_id = models.CharField(max_length=120)
    customer_ref = models.CharField(max_length=120, blank=True, default="")
    method = models.CharField(max_length=20, default="card")
    brand = models.CharField(max_length=30, blank=True, default="")
    last4 = models.CharField(max_length=4, blank=True, default="")
    exp_month = models.PositiveSmallIntegerField(null=True)
    exp_year = models.PositiveSmallIntegerField(null=True)
    fingerprint = models.CharField(max_length=120, blank=True, default="")
    country = models.CharField(max_length=3, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    state = models.CharField(max_length=10, default="active")
    default_at = models.DateTimeField(null=True)
    consent = models.TextField(blank=True, default="")
    consent_version = models.CharField(max_length=20, blank=True, default="")
    warned = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)
    told_off_at = models.DateTimeField(null=True)
    tell_tries = models.PositiveSmallIntegerField(default=0)
    tell_next_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["saved_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "gateway", "external_id"], name="card_saved_once"),
            models.UniqueConstraint(
                fields=["organization", "account", "gateway", "fingerprint", "currency"],
                condition=Q(state="active") & ~Q(fingerprint=""),
                name="card_same_card_once",
            ),
            models.CheckConstraint(
                condition=Q(state="active", disabled_at__isnull=True)
                | Q(state="disabled", disabled_at__isnull=False, default_at__isnull=True),
                name="card_state",
            ),
            models.CheckConstraint(
                condition=Q(exp_month__isnull=True) | Q(exp_month__range=(1, 12)), name="card_exp_month"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account"], name="card_of_account"),
            models.Index(
                fields=["organization", "tell_next_at"],
                name="card_to_tell_off",
                condition=Q(state="disabled", told_off_at__isnull=True, tell_next_at__isnull=False),
            ),
            models.Index(
                fields=["organization", "exp_year", "exp_month"], name="card_expiring", condition=Q(state="active")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.last4}".strip() or self.gateway

    @property
    def expires_on(self) -> date | None:
        """The first day on which it cannot pay any more; None where the gateway gave no expiry."""
        if self.exp_month is None or self.exp_year is None:
            return None
        return date(self.exp_year + self.exp_month // 12, self.exp_month % 12 + 1, 1)
