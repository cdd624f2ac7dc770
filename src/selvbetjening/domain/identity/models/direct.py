"""Links that an integration makes for its customer, server to server (LG-12, SEC-61)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.organizations.models import OrganizationOwned


class DirectLink(OrganizationOwned):
    """A single-use way in, made by an API user. Only an HMAC of its token is kept (SEC-55).

    With a recipient it logs that one in; without, it leads `email` to the sign-up. `narrowed_to` are the codes of the
    only self-service permissions that the visit has, None for all that the recipient has. `is_mailed`: the caller puts
    it into a mail, so opening it must not be enough (SEC-58).
    """

    api_user_id = models.UUIDField()
    recipient_id = models.UUIDField(null=True)
    email = models.CharField(max_length=254)
    token_digest = models.BinaryField(max_length=32)
    wanted_path = models.CharField(max_length=500, blank=True)
    return_url = models.CharField(max_length=500, blank=True)
    narrowed_to = models.JSONField(null=True)
    language = models.CharField(max_length=2, blank=True)
    is_mailed = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "token_digest"], name="direct_link_token"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="direct_link_lives"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "expires_at"], name="direct_link_old"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
