"""Endpoints, what there was to tell them, and every try (SEC-69 to SEC-74)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q, Value

from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.webhooks.lifecycle import DeliveryState, EndpointState


class WebhookEndpoint(OrganizationOwned):
    """An address that is told what happens. `events` are the named ones; null is all standard ones (T19).

    `secret` signs, `former_secret` beside it until `former_until`; they and the password are sealed. `failures` counts
    tries in a row that no 2xx ended, from `failed_first_at` on; while it is silent it rests until `rests_until` and is
    then asked with one message. `told_at`: somebody was told that it fails. `off_reason` is `person`, `failing`
    or `access_ended`. `made_by_id` is the membership that made it; None for one that came over the API.
    """

    url = models.CharField(max_length=2000)
    host = models.CharField(max_length=253)
    events = ArrayField(models.CharField(max_length=60), null=True)
    username = models.CharField(max_length=200, blank=True, default="")
    password = models.BinaryField(default=b"")
    secret = models.BinaryField()
    former_secret = models.BinaryField(default=b"")
    former_until = models.DateTimeField(null=True)
    challenge = models.BinaryField(default=b"")
    state = models.CharField(
        max_length=12, default=EndpointState.UNVERIFIED, choices=[(each.value, each.value) for each in EndpointState]
    )
    off_reason = models.CharField(max_length=20, blank=True, default="")
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    silences = models.PositiveIntegerField(default=0)
    failed_first_at = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["unverified", "removed"])
                | Q(state="active", verified_at__isnull=False)
                | (Q(state="off") & ~Q(off_reason="")),
                name="webhook_endpoint_state",
            ),
            models.CheckConstraint(condition=~Q(secret=b""), name="webhook_endpoint_signs"),
            models.CheckConstraint(
                condition=Q(former_secret=b"", former_until__isnull=True)
                | (~Q(former_secret=b"") & Q(former_until__isnull=False)),
                name="webhook_endpoint_former",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} {self.state}"

    def purpose(self, of: str) -> str:
        """What the seal of its password, secret or challenge is bound to."""
        return f"{self.organization_id}:webhooks.{of}:{self.id}"


class WebhookMessage(OrganizationOwned):
    """One thing that happened, as it was then. `body` are the bytes that are sent; emptied after thirty days.

    `object_key` says about what it is: of one thing the messages go in the order of `place`. `event_id` is the fact's
    in the book.
    """

    event_id = models.UUIDField()
    event = models.CharField(max_length=60)
    object_key = models.CharField(max_length=80)
    account_id = models.UUIDField(null=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()
    place = models.BigIntegerField(db_default=Func(Value("webhooks_place"), function="nextval"), editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "event_id", "event"], name="webhook_message_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "made_at"], name="webhook_message_by_age"),
            models.Index(
                fields=["organization", "account_id"],
                name="webhook_message_of_account",
                condition=~Q(body="") & Q(account_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"


class WebhookDelivery(OrganizationOwned):
    """One message on its way to one endpoint: once, however often it is tried.

    `tries` count from `asked_at` on: when it happened, or was replayed.

    `leased_until`: a worker is at it, under the attempt `lease`; after that it is taken for dead, and the next one
    sends the same bytes with the same id. `host`, `object_key` and `place` are the endpoint's and the message's.
    """

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries", db_constraint=False, db_index=False
    )
    message = models.ForeignKey(
        WebhookMessage, on_delete=models.CASCADE, related_name="deliveries", db_constraint=False, db_index=False
    )
    host = models.CharField(max_length=253)
    object_key = models.CharField(max_length=80)
    place = models.BigIntegerField()
    state = models.CharField(
        max_length=10, default=DeliveryState.WAITING, choices=[(each.value, each.value) for each in DeliveryState]
    )
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=20, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    replays = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "endpoint", "message"], name="webhook_delivery_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True)
                | Q(state__in=["delivered", "failed"], ended_at__isnull=False, leased_until__isnull=True),
                name="webhook_delivery_state",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "host", "next_try_at"],
                name="webhook_delivery_due",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["organization", "endpoint", "object_key", "place"],
                name="webhook_delivery_order",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["organization", "endpoint", "-place"], name="webhook_delivery_list"),
            models.Index(fields=["organization", "message"], name="webhook_delivery_of_message"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class WebhookAttempt(OrganizationOwned):
    """One try: when, to where, and what came of it. Of the answer status and time are kept, never its body (SEC-72).

    Without `ended_at` it is under way, or its worker died: then nobody knows what the receiver said.
    """

    delivery = models.ForeignKey(
        WebhookDelivery, on_delete=models.CASCADE, related_name="attempts", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=2000)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    millis = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["began_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "delivery", "began_at"], name="webhook_attempt_of"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.status or self.code}"
