"""The line to an external Betalingsservice: how it is reached, what was sent over it, and what was fetched."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from selvbetjening.domain.directdebit.lifecycle import ConnectionState, FetchedState, SendingState
from selvbetjening.domain.directdebit.models.output import Output
from selvbetjening.domain.organizations.models import OrganizationOwned


class BankConnection(OrganizationOwned):
    """How a company's files reach its external Betalingsservice. `adapter` names who does it (`settings.BANK_LINES`).

    `host_keys` are the server's pinned public keys, one a line: without any there is no connection. The private key is
    sealed. `failures` counts tries that came to nothing since the last that did not; `next_try_at` waits longer each
    time, `code` says what was in the way.
    """

    adapter = models.CharField(max_length=20)
    is_test = models.BooleanField(default=False)
    host = models.CharField(max_length=253, blank=True, default="")
    port = models.PositiveIntegerField(default=22)
    username = models.CharField(max_length=64, blank=True, default="")
    host_keys = models.TextField(blank=True, default="")
    private_key = models.BinaryField(max_length=20_000, default=b"")
    put_folder = models.CharField(max_length=200, blank=True, default="")
    get_folder = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(
        max_length=10, default=ConnectionState.ACTIVE, choices=[(s.value, s.value) for s in ConnectionState]
    )
    made_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    tested = ArrayField(models.DateTimeField(), default=list)
    code = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "is_test"], condition=Q(state="active"), name="bank_connection_one_active"
            ),
            models.CheckConstraint(condition=Q(state__in=["active", "ended"]), name="bank_connection_state_known"),
            models.CheckConstraint(
                condition=Q(adapter="folder") | ~Q(host_keys="") | Q(state="ended"),
                name="bank_connection_knows_its_host",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adapter} {self.host}"

    @property
    def purpose(self) -> str:
        """What the seal of the private key is bound to."""
        return f"{self.organization_id}:directdebit.bank:{self.id}"


class BankSending(OrganizationOwned):
    """A delivery of ours on its way over the line: once, however often it is tried.

    `leased_until`: somebody is at it; after that the next one looks on the server first what has come there.
    """

    connection = models.ForeignKey(
        BankConnection, on_delete=models.PROTECT, related_name="sendings", db_constraint=False, db_index=False
    )
    output = models.ForeignKey(
        Output, on_delete=models.PROTECT, related_name="sendings", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, default=SendingState.WAITING, choices=[(s.value, s.value) for s in SendingState]
    )
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "output"], name="bank_sending_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "refused"])
                | (Q(state="sent", sent_at__isnull=False) & ~Q(sha256="")),
                name="bank_sending_state_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "made_at"], name="bank_to_send", condition=Q(state__in=["waiting", "sending"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class BankFetched(OrganizationOwned):
    """A file that lay on the line for us. `content` is sealed, and forgotten when `forget_on` is past.

    `modified` is the server's time of it in seconds, 0 where it tells none: name, size and time say whether it is the
    file that was seen before. `code` is why it is held, or not read; `answered` counts what reading it did.
    """

    connection = models.ForeignKey(
        BankConnection, on_delete=models.PROTECT, related_name="fetched", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    modified = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, default=FetchedState.FETCHED, choices=[(s.value, s.value) for s in FetchedState]
    )
    code = models.CharField(max_length=40, blank=True, default="")
    answered = models.JSONField(default=dict)
    content = models.BinaryField(default=b"")
    fetched_at = models.DateTimeField()
    forget_on = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["fetched_at", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "connection", "name", "size", "modified"], name="bank_fetched_seen_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["fetched", "read", "repeated", "held", "incomplete", "strange"]),
                name="bank_fetched_state_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "sha256"], name="bank_fetched_content"),
            models.Index(fields=["organization", "forget_on"], name="bank_fetched_over"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def purpose(self) -> str:
        """What the seal of the content is bound to."""
        return f"{self.organization_id}:directdebit.fetched:{self.id}"
