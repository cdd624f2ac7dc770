"""API users: machines of the organization. Without one the portal is closed (SB-07)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class ApiUser(OrganizationOwned):
    """A non-human user. `rights` are codes of `access.permissions`; None means all there are, later ones too."""

    name = models.CharField(max_length=80)
    rights = ArrayField(models.CharField(max_length=60), null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "name"], name="api_user_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ApiToken(OrganizationOwned):
    """One of an API user's tokens: several at a time, so that they can be changed without a gap.

    Only an HMAC of it is kept; `ending` are its last four signs, to tell it from its neighbours. `issued_by_id` is the
    membership that made it, and saw it: what is sent with it is hers, too (SEC-32).
    """

    api_user = models.ForeignKey(ApiUser, on_delete=models.CASCADE, related_name="tokens", db_constraint=False)
    digest = models.BinaryField(max_length=32)
    ending = models.CharField(max_length=4)
    is_read_only = models.BooleanField(default=False)
    issued_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "digest"], name="api_token_digest"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "api_user"], name="api_token_of_user"),
        ]

    def __str__(self) -> str:
        return f"…{self.ending}"


class ApiBudget(OrganizationOwned):
    """How many calls an API user has made in the minute that began at `window_starts_at`."""

    api_user = models.ForeignKey(ApiUser, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    window_starts_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "api_user"], name="api_budget_of_user"),
        ]

    def __str__(self) -> str:
        return str(self.count)


class ApiAnswer(OrganizationOwned):
    """The answer to one Idempotency-Key of an API user, sealed, for 24 hours. Without `status` it is being made.

    `body_digest` is of method, path and body: the same key with another request is a mistake of the client's.
    """

    api_user = models.ForeignKey(ApiUser, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    key = models.CharField(max_length=255)
    body_digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.BinaryField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "api_user", "key"], name="api_answer_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "created_at"], name="api_answer_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.status}"


class ApiCall(OrganizationOwned):
    """One call that changed something: which client made it and for which of its users (X-Client-System, X-User).

    The book's events carry its `reference`; who the user was stands here alone and goes after a time.
    """

    api_user_id = models.UUIDField()
    token_id = models.UUIDField()
    reference = models.CharField(max_length=16)
    method = models.CharField(max_length=6)
    route = models.CharField(max_length=120)
    status = models.PositiveSmallIntegerField()
    client_system = models.CharField(max_length=80)
    caller = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "reference"], name="api_call_by_reference"),
            models.Index(fields=["organization", "at"], name="api_call_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route}"
