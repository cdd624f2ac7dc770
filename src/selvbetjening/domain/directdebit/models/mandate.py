"""Mandates: which customer has agreed to pay by Betalingsservice, and what was told about it."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.directdebit.lifecycle import BatchState, MandateState, OrderState
from selvbetjening.domain.directdebit.models.agreement import CreditorAgreement
from selvbetjening.domain.directdebit.models.output import Output
from selvbetjening.domain.organizations.models import OrganizationOwned

LIVE = Q(state__in=["pending", "active"])


class Mandate(OrganizationOwned):
    """A customer's agreement to be debited: at most one live one for a customer number of a creditor agreement.

    `match_key` is the customer number without leading zeros. `told_raw` and `ends_raw` are both dates as ddmmyy as they
    were told (U4): they are shown, and nothing is computed of them. `registers_on` is when a pending one becomes
    active, `stops_on` the first payment day that is no longer made (U24); both are ours, empty under an external
    Betalingsservice. `account` is the customer where that is one of ours.
    """

    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="mandates_of", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    customer_number = models.CharField(max_length=15)
    match_key = models.CharField(max_length=15, db_collation="C")
    mandate_number = models.CharField(max_length=9)
    state = models.CharField(
        max_length=15, default=MandateState.PENDING, choices=[(s.value, s.value) for s in MandateState]
    )
    told_raw = models.CharField(max_length=6, default="000000")
    ends_raw = models.CharField(max_length=6, default="000000")
    registers_on = models.DateField(null=True)
    stops_on = models.DateField(null=True)
    source_delivery = models.UUIDField(null=True)
    source_line = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    last_event_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["match_key", "made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "agreement", "match_key"], condition=LIVE, name="mandate_one_live"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in MandateState]), name="mandate_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="pending") | Q(registers_on__isnull=False), name="mandate_pending_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(mandate_number__regex="^[0-9]{9}$") & ~Q(match_key=""), name="mandate_numbers"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "agreement", "mandate_number"], name="mandate_number"),
            models.Index(fields=["organization", "registers_on"], name="mandate_pending", condition=Q(state="pending")),
            models.Index(fields=["organization", "agreement", "match_key"], name="mandate_of_customer"),
            models.Index(
                fields=["organization", "account"], name="mandate_of_account", condition=Q(account__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate_number} {self.state}"


class MandateEvent(OrganizationOwned):
    """What 0603 tells, or was told: 0231 registered, 0232 to 0234 ended, 0230 on a full list. Only ever added to.

    `told_raw` and `ends_raw` are both dates of the line. `output` is the delivery that told it, none while it waits;
    what an external Betalingsservice told us has `source_delivery` and is told nobody.
    """

    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, related_name="events", db_constraint=False, db_index=False
    )
    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    code = models.CharField(max_length=4)
    customer_number = models.CharField(max_length=15)
    told_raw = models.CharField(max_length=6)
    ends_raw = models.CharField(max_length=6)
    at = models.DateTimeField()
    is_told = models.BooleanField(default=False)
    source_delivery = models.UUIDField(null=True)
    source_line = models.PositiveIntegerField(default=0)
    output = models.ForeignKey(
        Output, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "source_line", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(code__in=["0230", "0231", "0232", "0233", "0234"]), name="mandate_event_code"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "agreement"],
                name="mandate_event_untold",
                condition=Q(output__isnull=True, is_told=False),
            ),
            models.Index(fields=["organization", "output"], name="mandate_event_of_output"),
            models.Index(fields=["organization", "mandate", "at"], name="mandate_event_of_mandate"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.told_raw}"


class OrderBatch(OrganizationOwned):
    """Orders about mandates that one person made at once, on a page or by a file, and that others must say yes to
    (BM-04). `actor_kind` and `actor_id` say who made them; `policy_version` is of the rule that the yeses were said
    under."""

    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=BatchState.HELD, choices=[(s.value, s.value) for s in BatchState])
    needed = models.PositiveSmallIntegerField()
    policy_version = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BatchState]), name="order_batch_state_known"
            ),
            models.CheckConstraint(condition=Q(needed__gte=1), name="order_batch_waits_for_somebody"),
            models.CheckConstraint(
                condition=Q(state="held", ended_at__isnull=True) | (~Q(state="held") & Q(ended_at__isnull=False)),
                name="order_batch_has_its_end",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "made_at"], name="order_batch_held", condition=Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.made_at:%Y-%m-%d}"


class OrderYes(OrganizationOwned):
    """Somebody's yes to exactly the orders of a batch (BM-04). `voided_at`: it counts no more.

    `person_id` is the person behind the membership, `sha256` of the orders as they were shown.
    """

    batch = models.ForeignKey(
        OrderBatch, on_delete=models.PROTECT, related_name="yeses", db_constraint=False, db_index=False
    )
    membership_id = models.UUIDField()
    person_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    policy_version = models.CharField(max_length=64)
    said_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "batch", "person_id"], condition=Q(voided_at__isnull=True),
                name="order_yes_once_a_person",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.batch_id} {self.membership_id}"


class MandateOrder(OrganizationOwned):
    """What an external Betalingsservice is asked to do with a mandate: register it, or end it (0605).

    `sealed` holds the payer's CPR or CVR number and bank account until the order is answered; `agreed_at` is when the
    payer agreed to it and `consent` how, which the scheme wants documented. `code` is why it was refused: the text
    number of 0621.
    """

    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    verb = models.CharField(max_length=10)
    customer_number = models.CharField(max_length=15)
    match_key = models.CharField(max_length=15, db_collation="C")
    mandate_number = models.CharField(max_length=9, default="000000000")
    sealed = models.BinaryField(max_length=1_000, default=b"")
    agreed_at = models.DateTimeField(null=True)
    consent = models.CharField(max_length=10, blank=True, default="")
    state = models.CharField(
        max_length=10, default=OrderState.WAITING, choices=[(s.value, s.value) for s in OrderState]
    )
    code = models.CharField(max_length=6, blank=True, default="")
    made_at = models.DateTimeField()
    let_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(
        OrderBatch, on_delete=models.PROTECT, related_name="orders", db_constraint=False, db_index=False, null=True
    )
    output = models.ForeignKey(
        Output, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["match_key", "made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "agreement", "match_key", "verb"],
                condition=Q(state__in=["held", "waiting", "written"]),
                name="mandate_order_once",
            ),
            models.CheckConstraint(
                condition=Q(verb="register", agreed_at__isnull=False) | Q(verb="end"), name="mandate_order_verb"
            ),
            models.CheckConstraint(
                condition=Q(consent__in=["", "written", "phone", "digital", "portal"]), name="mandate_order_consent"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OrderState]),
                name="mandate_order_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "waiting", "undone"], output__isnull=True)
                | Q(state="written", output__isnull=False)
                | Q(state__in=["done", "refused", "expired"]),
                name="mandate_order_written_in_a_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(batch__isnull=False), name="mandate_order_held_in_a_batch"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "output"], name="mandate_order_of_output"),
            models.Index(
                fields=["organization", "account"], name="mandate_order_of_account", condition=Q(account__isnull=False)
            ),
            models.Index(
                fields=["organization", "batch"], name="mandate_order_of_batch", condition=Q(batch__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.state}"

    @property
    def purpose(self) -> str:
        """What the seal is bound to."""
        return f"{self.organization_id}:directdebit.order:{self.id}"

    @property
    def counts_from(self) -> datetime:
        """When it began to be on its way: as it was made, or when the last yes let it go."""
        return self.let_at or self.made_at
