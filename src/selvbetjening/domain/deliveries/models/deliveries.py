"""Files that were delivered, every move of theirs, and who said yes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC, DELIVERY, UNSCANNED, DeliveryState
from selvbetjening.domain.organizations.models import OrganizationOwned

_STATES = [(each.value, each.value) for each in DeliveryState]


class Delivery(OrganizationOwned):
    """A whole file, received for good. Its id is that of its staging, under which its bytes lie.

    `number` counts a company's deliveries. `keys` are its business identities,
    `supplier:subsystem:type:identification` of each delivery in the file (annex D.3). `content` is what the check
    found: counts, totals, effects and findings as they stand in receipt K2; `accepted_count` and `refused_count`
    are its records. `unproven`: its end could not be told, it was delivered after the settling time. `counts_at` is
    the moment that deadlines are held against: its arrival, or when a human let it go on. `progress` counts bytes
    of the step it is in. `is_large` puts it into the lane of large files. `straight_away`: the sender wanted no
    undo window. `confirmed`: somebody said that it is no duplicate. `approval_reasons` say why it waits for a yes
    (`rules.approval.Reason`, as data). `content_gone_on` is the day on which its bytes were deleted.
    """

    number = models.PositiveIntegerField()
    door = models.CharField(max_length=5)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    membership_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True)
    key_fingerprint = models.CharField(max_length=60, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    environment = models.CharField(max_length=10)
    pbs_scope = ArrayField(models.CharField(max_length=8), default=list)
    sftp_user = models.CharField(max_length=20, blank=True, default="")
    folder = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=200)
    clash_key = models.CharField(max_length=400)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    unproven = models.BooleanField(default=False)
    is_large = models.BooleanField(default=False)
    straight_away = models.BooleanField(default=False)
    counts_at = models.DateTimeField()

    state = models.CharField(max_length=20, default=DeliveryState.RECEIVED, choices=_STATES)
    state_at = models.DateTimeField()
    code = models.CharField(max_length=60, blank=True, default="")
    solution = models.CharField(max_length=40, blank=True, default="")
    keys = ArrayField(models.CharField(max_length=40), default=list)
    pbs_numbers = ArrayField(models.CharField(max_length=8), default=list)
    content = models.JSONField(default=dict)
    accepted_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    deadline_at = models.DateTimeField(null=True)
    progress = models.BigIntegerField(default=0)
    hold_until = models.DateTimeField(null=True)
    approvals_needed = models.PositiveSmallIntegerField(default=0)
    approval_reasons = models.JSONField(default=list)
    policy_version = models.CharField(max_length=64, blank=True, default="")
    confirmed = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="repetitions", db_constraint=False, null=True
    )
    scan_alarmed_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    content_gone_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "number"], name="delivery_number"),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in DeliveryState]), name="delivery_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="holding") | Q(hold_until__isnull=False), name="delivery_holding_has_its_end"
            ),
            models.CheckConstraint(
                condition=~Q(state="awaiting_approval") | Q(approvals_needed__gte=1), name="delivery_waits_for_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="duplicate_of") | Q(duplicate_of__isnull=False), name="delivery_repeats_another"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="delivery_is_not_empty"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "number"],
                name="delivery_to_advance",
                condition=Q(state__in=[each.value for each in (*AUTOMATIC, DeliveryState.HOLDING)]),
            ),
            models.Index(fields=["organization", "sha256"], name="delivery_by_hash"),
            models.Index(fields=["organization", "environment", "clash_key"], name="delivery_by_name"),
            GinIndex(fields=["keys"], name="delivery_by_key"),
            models.Index(fields=["organization", "-received_at"], name="delivery_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing leads out of its state."""
        return DeliveryState(self.state) in DELIVERY.ends()

    def may_leave(self, *, to_its_user: bool = False) -> bool:
        """Whether its bytes may leave: what the scanner stopped or never saw leaves through no door (annex D.1).

        A retry's own bytes are never scanned, nor perhaps those of a file whose look broke until it was given up; what
        was damaged at rest is not what was sent. `to_its_user`: back to the SFTP user that sent it, who may have them
        before the scanner has looked (C.2).
        """
        unseen = self.state in (*UNSCANNED, DeliveryState.DUPLICATE_OF) or self.code == "file.unchecked"
        stopped = self.state == DeliveryState.QUARANTINED or self.code == "file.damaged"
        return self.content_gone_on is None and not stopped and (to_its_user or not unseen)


class DeliveryMove(OrganizationOwned):
    """One change of state: when, by whom, why. Only ever added to (annex D.1)."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="moves", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, choices=_STATES)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "delivery", "position"], name="delivery_move_place"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Approval(OrganizationOwned):
    """Somebody's yes to exactly this content under exactly this policy (BM-04). `voided_at`: it counts no more.

    `person_id` is the person behind the membership: the same human in two memberships is one approver (SEC-32).
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="approvals", db_constraint=False)
    membership_id = models.UUIDField()
    person_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    policy_version = models.CharField(max_length=64)
    approved_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "delivery", "person_id"],
                condition=Q(voided_at__isnull=True),
                name="approval_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.membership_id}"
