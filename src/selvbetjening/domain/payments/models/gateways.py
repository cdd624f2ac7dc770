"""A company's accounts at card gateways, what they told us, and what of it is booked."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money


class GatewayAccount(OrganizationOwned):
    """The company's account at one gateway. One of each gateway takes new cards and payments (`is_active`).

    `sealed` holds the API key and the keys of its notices (`payments.rules.credentials` gives the shape); only
    `kernel.sealed` opens it. `mode` is what the key belongs to, asked of the gateway: test and live never mix.
    `serial` counts the references given out. `problem` is the code of what the last check found, empty for nothing.
    """

    gateway = models.CharField(max_length=20)
    mode = models.CharField(max_length=4)
    label = models.CharField(max_length=60, blank=True, default="")
    sealed = models.BinaryField()
    key_hint = models.CharField(max_length=12, blank=True, default="")
    is_active = models.BooleanField(default=True)
    serial = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "gateway"], condition=Q(is_active=True), name="gateway_account_one_active"
            ),
            models.CheckConstraint(condition=Q(mode__in=["test", "live"]), name="gateway_account_mode"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.mode}"


class GatewayNotice(OrganizationOwned):
    """A notice as it came, signature checked, kept until it is worked on and for some weeks after (G7, SEC-75).

    `notice_id` is the gateway's own and is taken once. `reread` are the objects to fetch again. `state`: `new`,
    `done`, or `ignored` with its `reason`.
    """

    gateway_account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="notices", db_constraint=False
    )
    notice_id = models.CharField(max_length=120)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    reread = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="new")
    reason = models.CharField(max_length=60, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "gateway_account", "notice_id"], name="notice_once"),
            models.CheckConstraint(condition=Q(state__in=["new", "done", "ignored"]), name="notice_state"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "next_try_at"], name="notice_new", condition=Q(state="new")),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.state}"


class GatewayFact(OrganizationOwned):
    """One fact that a gateway told, taken once (G4). Only `parked` ones ever change: somebody looks at them.

    `outcome`: `booked` moved something of ours, `known` said what we knew, `ignored` means nothing to us, `parked`
    does not fit what we asked for (`reason`: `amount`, `currency`, `mode`, `unknown_reference`, `too_much`): nothing
    was booked, and it stands on the operator's list until `resolved_at` (G5); the company was mailed at `told_at`.
    `attempt` is ours, where it has one.
    """

    gateway_account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="facts", db_constraint=False
    )
    dedupe_key = models.CharField(max_length=160)
    kind = models.CharField(max_length=30)
    external_id = models.CharField(max_length=120)
    reference = models.CharField(max_length=40, blank=True, default="")
    attempt_id = models.UUIDField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    mode = models.CharField(max_length=4)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=60, blank=True, default="")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=200, blank=True, default="")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "gateway_account", "dedupe_key"], name="gateway_fact_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["booked", "known", "ignored", "parked"]), name="gateway_fact_outcome"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "taken_at"],
                name="gateway_fact_alarm",
                condition=Q(outcome="parked", resolved_at__isnull=True),
            ),
            models.Index(fields=["organization", "external_id"], name="gateway_fact_external"),
            models.Index(
                fields=["organization", "gateway_account"],
                name="gateway_fact_not_ours",
                condition=Q(outcome="ignored", reason="not_ours"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id} {self.outcome}"

    @property
    def amount(self) -> Money | None:
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)

    def as_data(self) -> dict[str, Any]:
        """What a page shows of it."""
        return dict(self.data)
