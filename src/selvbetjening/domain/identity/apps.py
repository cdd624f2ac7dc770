from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.apps import AppConfig

from selvbetjening.kernel.ids import OrganizationId


class IdentityConfig(AppConfig):
    """Tells messaging who makes the secrets of the mails that let somebody in."""

    name = "selvbetjening.domain.identity"
    label = "identity"

    def ready(self) -> None:
        from selvbetjening.domain.identity.actions.issue_secrets import issue_secrets
        from selvbetjening.domain.identity.models import LoginLink
        from selvbetjening.domain.messaging.ports import register_secrets

        def secrets_of(organization: OrganizationId, link: UUID, at: datetime) -> Mapping[str, str] | None:
            return issue_secrets(organization, link=link, at=at, links=LoginLink.objects.all())

        for kind in ("login_link", "signup_link"):
            register_secrets(kind, secrets_of)
