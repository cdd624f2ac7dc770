"""What was agreed when a subscription was ordered, and what the customer was told and asked before (ORD-1 to ORD-8)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.days import copenhagen_day


class Contract(OrganizationOwned):
    """The evidence of one order, frozen: who the customer was before the law, the words shown, the consents given.

    `words` holds the sentences of ORD-1 as they stood above the button, `text_version` names the consents' wording.
    `confirmation` is the PDF of ORD-4; without it the customer was not informed (WDR-8). Only ever added to.

    The confirmation names the customer: of an erased account it goes (`content_erased_on`, GDP-4) after `retain_until`,
    when no invoice of the account is kept any more. Its digest stays.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    party_type = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    contracted_at = models.DateTimeField()
    starts_on = models.DateField()
    asked_to_start = models.BooleanField(default=False)
    said_adult = models.BooleanField(default=False)
    text_version = models.CharField(max_length=20)
    withdrawal_exempt_reason = models.CharField(max_length=300, blank=True, default="")
    words = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    confirmation = models.BinaryField()
    confirmation_sha256 = models.CharField(max_length=64)
    retain_until = models.DateField()
    content_erased_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "subscription"], name="contract_of_a_subscription"),
            models.CheckConstraint(
                condition=Q(party_type__in=["consumer", "business", "public"]), name="contract_party_known"
            ),
            models.CheckConstraint(
                condition=Q(content_erased_on__isnull=True) | Q(confirmation=b""), name="contract_erased_names_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contracted_at:%Y-%m-%d} {self.party_type}"

    @property
    def contracted_on(self) -> date:
        """The Copenhagen day of the contract."""
        return copenhagen_day(self.contracted_at)

    @property
    def informed_on(self) -> date | None:
        """The day of the confirmation on a durable medium; None where there was none (WDR-8)."""
        return self.contracted_on if self.confirmation_sha256 else None
