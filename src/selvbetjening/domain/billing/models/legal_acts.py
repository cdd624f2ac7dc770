"""Cancellations and withdrawals as evidence: what was declared, when, and its receipt (CM-04)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.rules.law.declarations import ActContent
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.money import Money


class LegalAct(OrganizationOwned):
    """One declaration that ends a contract, written in the transaction of the act itself. Only ever added to.

    `submitted_at` is when the customer sent it, `recorded_at` when we worked on it (WDR-5, CAN-5). `content_hash` is
    the SHA-256 over the declaration as canonical JSON (`rules.law.declarations`), `code` its short form on the
    receipt; `receipt` are the bytes of the PDF that was mailed. `effective_on` is the first day without the service.

    After `retain_until` the database lets name, address, words and receipt of somebody who was erased be blanked, once
    and for good (`content_erased_on`, GDP-4). Both digests stay: the customer's own copy can still be checked.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=10)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    channel = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    receipt_address = models.CharField(max_length=254, blank=True)
    statement = models.CharField(max_length=2000)
    language = models.CharField(max_length=2)
    submitted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    effective_on = models.DateField()
    refund_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    reasons = models.JSONField(default=list)
    rule_version = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    code = models.CharField(max_length=30)
    receipt = models.BinaryField()
    receipt_sha256 = models.CharField(max_length=64)
    retain_until = models.DateField()
    content_erased_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=["cancel", "withdraw"]), name="legal_act_kind"),
            models.CheckConstraint(
                condition=Q(channel__in=["portal", "guest", "api", "letter", "mail", "phone", "in_person"]),
                name="legal_act_channel",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__lte=models.F("recorded_at")), name="legal_act_sent_before_recorded"
            ),
            models.CheckConstraint(
                condition=Q(content_erased_on__isnull=True)
                | Q(name="–", receipt_address="", statement="", receipt=b""),
                name="legal_act_erased_names_nobody",
            ),
            models.UniqueConstraint(fields=["organization", "code"], name="legal_act_code"),
            models.UniqueConstraint(fields=["organization", "receipt_sha256"], name="legal_act_receipt"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "subscription", "-recorded_at"], name="legal_act_of_subscription"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.submitted_at:%Y-%m-%d %H:%M}"

    @property
    def refund(self) -> Money | None:
        """What is paid back, incl. VAT; None where the act said nothing about money."""
        return None if self.refund_minor is None else Money(self.refund_minor, self.currency)

    @property
    def content(self) -> ActContent:
        """What the digest is over, read back from the columns."""
        return ActContent(
            id=self.id,
            organization=self.organization_id,
            account=self.account_id,
            contract=self.subscription_id,
            kind=self.kind,
            actor_kind=self.actor_kind,
            actor_id=self.actor_id,
            channel=self.channel,
            name=self.name,
            receipt_address=self.receipt_address,
            statement=self.statement,
            language=self.language,
            submitted_at=self.submitted_at,
            recorded_at=self.recorded_at,
            effective_on=self.effective_on,
            refund=self.refund,
            reasons=tuple(self.reasons),
            rule_version=self.rule_version,
        )
