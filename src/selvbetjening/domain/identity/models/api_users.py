"""API users: machines of the organization. Without one the portal is closed (SB-07)."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class ApiUser(OrganizationOwned):
    """A non-human user. Only an HMAC of its token is kept."""

    name = models.CharField(max_length=80)
    token_digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "name"], name="api_user_name"),
            models.UniqueConstraint(fields=["organization", "token_digest"], name="api_user_token"),
        ]

    def __str__(self) -> str:
        return self.name
