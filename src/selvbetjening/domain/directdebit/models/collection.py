"""Collections, what became of them, and answers that belong to none."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.directdebit.lifecycle import COLLECTING_AN_INVOICE, STANDING_COLLECTION, CollectionState
from selvbetjening.domain.directdebit.models.agreement import CreditorAgreement
from selvbetjening.domain.directdebit.models.output import Output
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money

STANDING = Q(state__in=[state.value for state in STANDING_COLLECTION])
#: An invoice that was taken back may be collected anew, on another day.
COLLECTING = Q(state__in=[state.value for state in COLLECTING_AN_INVOICE])


class Collection(OrganizationOwned):
    """An amount to collect from a customer (sign 1), or to pay out (sign 2), on a payment date.

    `due_on` is the date that was asked for, `pays_on` the banking day it is made on, `moved` that this is another
    month's since the deadline had passed. `schedules_on` is when it goes on the debtor's overview, `final_on` the last
    day on which the debtor or the bank may take it back. `way` is how, known once it is scheduled: `automatic` or
    `slip`. `is_only`: no other may stand for its customer and payment date (U15 says where several may). `texts` is how
    many text lines it had; they stay in the file. `code` is the last code of 0602, `source_line` its line in the
    delivery; `account` and `invoice` are set where it collects an invoice of ours. Under an external Betalingsservice
    `output` is the 0601 that carries it, none while it waits, `withdrawn_at` when we asked to have it withdrawn after
    that, and `withdrawal` the 0601 that says so (U18); `by_hand_at` when it turned out that no file can, or did.
    """

    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="collections_of", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    customer_number = models.CharField(max_length=15)
    match_key = models.CharField(max_length=15, db_collation="C")
    mandate_number = models.CharField(max_length=9, default="000000000")
    section = models.CharField(max_length=4)
    due_on = models.DateField()
    pays_on = models.DateField()
    schedules_on = models.DateField()
    final_on = models.DateField()
    moved = models.BooleanField(default=False)
    sign = models.PositiveSmallIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="DKK")
    reference = models.CharField(max_length=30, blank=True, default="")
    texts = models.PositiveIntegerField(default=0)
    is_only = models.BooleanField(default=True)
    way = models.CharField(max_length=10, blank=True, default="")
    state = models.CharField(
        max_length=15, default=CollectionState.RECEIVED, choices=[(s.value, s.value) for s in CollectionState]
    )
    code = models.CharField(max_length=4, blank=True, default="")
    settled_on = models.DateField(null=True)
    source_delivery = models.UUIDField(null=True)
    source_line = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    output = models.ForeignKey(
        Output, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    withdrawn_at = models.DateTimeField(null=True)
    by_hand_at = models.DateTimeField(null=True)
    withdrawal = models.ForeignKey(
        Output, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pays_on", "match_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "agreement", "match_key", "due_on"],
                condition=STANDING & Q(is_only=True),
                name="collection_one_a_day",
            ),
            models.UniqueConstraint(
                fields=["organization", "source_delivery", "source_line"], name="collection_once_a_line"
            ),
            models.UniqueConstraint(
                fields=["organization", "invoice"], condition=COLLECTING, name="collection_once_an_invoice"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CollectionState]), name="collection_state_known"
            ),
            models.CheckConstraint(
                condition=Q(sign__in=[1, 2], amount_minor__gt=0, currency="DKK"), name="collection_amount"
            ),
            models.CheckConstraint(
                condition=Q(section__in=["0112", "0117", "0118"], way__in=["", "automatic", "slip"]),
                name="collection_section_and_way",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["completed", "final", "charged_back", "rejected"])
                | (Q(settled_on__isnull=False) & ~Q(code="")),
                name="collection_answered_has_its_code",
            ),
            models.CheckConstraint(
                condition=Q(mandate_number__regex="^[0-9]{9}$") & ~Q(match_key=""), name="collection_numbers"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "account", "-due_on"],
                name="collection_of_account",
                condition=Q(account__isnull=False),
            ),
            models.Index(
                fields=["organization", "agreement", "match_key"],
                name="collection_of_several",
                condition=Q(is_only=False),
            ),
            models.Index(
                fields=["organization", "schedules_on"], name="collection_to_schedule", condition=Q(state="received")
            ),
            models.Index(fields=["organization", "pays_on"], name="collection_to_pay", condition=Q(state="scheduled")),
            models.Index(
                fields=["organization", "final_on"], name="collection_to_settle", condition=Q(state="completed")
            ),
            models.Index(
                fields=["organization", "output"], name="collection_of_output", condition=Q(output__isnull=False)
            ),
            models.Index(
                fields=["organization", "withdrawal"],
                name="collection_of_withdrawal",
                condition=Q(withdrawal__isnull=False),
            ),
            models.Index(
                fields=["organization", "pays_on"],
                name="collection_by_hand",
                condition=Q(by_hand_at__isnull=False),
            ),
            models.Index(
                fields=["organization", "agreement", "due_on"],
                name="collection_to_write",
                condition=Q(state="received", source_delivery__isnull=True, output__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.state}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class CollectionWords(OrganizationOwned):
    """What a 0601 of ours tells the payer: name, address and texts, sealed, until nobody can ask for the file again."""

    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="words", db_constraint=False, db_index=False
    )
    sealed = models.BinaryField(max_length=1_000_000)
    made_at = models.DateTimeField()
    forget_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "collection"], name="collection_words_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "forget_on"], name="collection_words_over"),
        ]

    def __str__(self) -> str:
        return str(self.collection_id)

    @property
    def purpose(self) -> str:
        """What the seal is bound to."""
        return f"{self.organization_id}:directdebit.words:{self.collection_id}"


class Settlement(OrganizationOwned):
    """What 0602 tells of a collection, each code once (0236 and a later 0239 both stand). Only ever added to.

    `amount_minor` is what was paid, or taken back, 0 where nothing was; both days are empty then (0237, 0238).
    `archive_reference` is the bank's own number of a payment by slip.
    """

    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="settlements", db_constraint=False, db_index=False
    )
    code = models.CharField(max_length=4)
    amount_minor = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    booked_on = models.DateField(null=True)
    at = models.DateTimeField()
    is_told = models.BooleanField(default=False)
    source_delivery = models.UUIDField(null=True)
    source_line = models.PositiveIntegerField(default=0)
    archive_reference = models.CharField(max_length=22, blank=True, default="")
    output = models.ForeignKey(
        Output, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "collection", "code"], name="settlement_once"),
            models.CheckConstraint(
                condition=Q(code__in=["0236", "0237", "0238", "0239", "0297", "0299"], amount_minor__gte=0),
                name="settlement_code",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "agreement"],
                name="settlement_untold",
                condition=Q(output__isnull=True, is_told=False),
            ),
            models.Index(fields=["organization", "output"], name="settlement_of_output"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount_minor}"


class UnmatchedAnswer(OrganizationOwned):
    """An answer of an external Betalingsservice that belongs to nothing we know, or to several: listed, never guessed.

    `reason` is `unknown`, `ambiguous` or `agreement`; `due_raw` the line's date as it was told. `handled_at` is when
    somebody said that it is dealt with. `archive_reference` is the bank's own number of a payment by slip: two slips
    that agree in all else are two (7.3).
    """

    agreement = models.ForeignKey(
        CreditorAgreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    delivery_type = models.CharField(max_length=4)
    code = models.CharField(max_length=4)
    pbs_number = models.CharField(max_length=8)
    customer_number = models.CharField(max_length=15)
    reference = models.CharField(max_length=30, blank=True, default="")
    archive_reference = models.CharField(max_length=22, blank=True, default="")
    due_raw = models.CharField(max_length=6, default="000000")
    amount_minor = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=10)
    source_delivery = models.UUIDField()
    source_line = models.PositiveIntegerField()
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "source_line"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The same answer in another delivery is the same answer.
            models.UniqueConstraint(
                fields=[
                    "organization",
                    "delivery_type",
                    "pbs_number",
                    "code",
                    "customer_number",
                    "reference",
                    "archive_reference",
                    "due_raw",
                    "amount_minor",
                ],
                name="unmatched_once",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["unknown", "ambiguous", "agreement"]), name="unmatched_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.reason}"
