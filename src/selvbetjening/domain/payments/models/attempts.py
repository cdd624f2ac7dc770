"""Attempts to have a card saved, an invoice paid, or a saved card charged; and the plan of charges of an invoice."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.payments.lifecycle import LIVE_ATTEMPT, AttemptState, CollectionState
from selvbetjening.domain.payments.models.cards import PaymentCard
from selvbetjening.domain.payments.models.gateways import GatewayAccount
from selvbetjening.kernel.money import Money


class Attempt(OrganizationOwned):
    """One order to a gateway, written before the gateway hears of it (G2), and never used for a second one.

    `kind`: `save` a card, `pay` on the gateway's page, `charge` a saved card. `reference` is ours at the gateway and
    is unique; `external_ref` is the gateway's own, once known; `url` is where the payer goes, `redirect_expires_at`
    until when. `save_card` with `consent`: the card is saved with the payment (SB-31), `scope` are the subscriptions
    that then move, empty for all (PY-12); `at_once` is what the payer was shown that the saved card is charged for
    beside the attempt: invoice, minor units and currency of each. `browser_digest` is of a secret in the browser, so
    that it may go on where it was and nobody else sees its page (PY-04). `next_look_at`: when the poller reads it
    again, null when it is over. `forgotten_at`: its payer was erased, and a card that it saves is not kept (GDP-4).
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    gateway_account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="attempts", db_constraint=False
    )
    kind = models.CharField(max_length=10)
    state = models.CharField(
        max_length=15, default=AttemptState.MADE, choices=[(s.value, s.value) for s in AttemptState]
    )
    reference = models.CharField(max_length=20)
    external_ref = models.CharField(max_length=120, blank=True, default="")
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    card = models.ForeignKey(
        PaymentCard, on_delete=models.PROTECT, related_name="attempts", db_constraint=False, null=True
    )
    save_card = models.BooleanField(default=False)
    consent = models.TextField(blank=True, default="")
    consent_version = models.CharField(max_length=20, blank=True, default="")
    scope = models.JSONField(default=list)
    at_once = models.JSONField(default=list)
    browser_digest = models.BinaryField(max_length=32, default=b"")
    url = models.TextField(blank=True, default="")
    redirect_expires_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=30, blank=True, default="")
    failure_code = models.CharField(max_length=80, blank=True, default="")
    retry = models.CharField(max_length=20, blank=True, default="")
    asks_new_card = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    next_look_at = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "gateway_account", "reference"], name="attempt_reference"),
            models.CheckConstraint(
                condition=Q(kind="save", amount_minor=0) | Q(kind__in=["pay", "charge"], amount_minor__gt=0),
                name="attempt_kind_and_amount",
            ),
            models.CheckConstraint(condition=~Q(kind="charge") | Q(card__isnull=False), name="attempt_charge_has_card"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in LIVE_ATTEMPT], closed_at__isnull=True)
                | (~Q(state__in=[s.value for s in LIVE_ATTEMPT]) & Q(closed_at__isnull=False)),
                name="attempt_closed_has_its_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "next_look_at"], name="attempt_to_look_at", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=["organization", "account", "-made_at"], name="attempt_of_account"),
            models.Index(
                fields=["organization", "external_ref"], name="attempt_external", condition=~Q(external_ref="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_ATTEMPT


class AttemptPart(OrganizationOwned):
    """What of an attempt is for one invoice. The partial unique index is G3: one live attempt per invoice."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="parts", db_constraint=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    amount_minor = models.BigIntegerField()
    is_live = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "invoice"], condition=Q(is_live=True), name="attempt_one_live_per_invoice"
            ),
            models.UniqueConstraint(fields=["organization", "attempt", "invoice"], name="attempt_part_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="attempt_part_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.amount_minor}"


class CardCollection(OrganizationOwned):
    """How an invoice is collected by card: the row that decides whether a charge is due (design, "Jobs").

    `tries` are charges that failed by the plan; `next_on` is the day of the next one, null when none is planned.
    `reason` is why it rests: a failure kind, `no_card`, `method`, `disputed`, `paid`.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    state = models.CharField(
        max_length=10, default=CollectionState.WAITING, choices=[(s.value, s.value) for s in CollectionState]
    )
    first_on = models.DateField()
    next_on = models.DateField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True)
    reason = models.CharField(max_length=30, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "invoice"], name="collection_once"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(next_on__isnull=False), name="collection_waiting_has_a_day"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "next_on"], name="collection_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.tries}"
