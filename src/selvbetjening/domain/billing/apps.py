from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.apps import AppConfig

from selvbetjening.kernel.ids import OrganizationId


class BillingConfig(AppConfig):
    """Tells messaging who makes the secrets of the mails that let a guest end a contract."""

    name = "selvbetjening.domain.billing"
    label = "billing"

    def ready(self) -> None:
        from selvbetjening.domain.billing.models import GuestLink
        from selvbetjening.domain.identity.actions.issue_secrets import issue_secrets
        from selvbetjening.domain.messaging.ports import register_secrets

        def secrets_of(organization: OrganizationId, link: UUID, at: datetime) -> Mapping[str, str] | None:
            return issue_secrets(organization, link=link, at=at, links=GuestLink.objects.all(), kind="guest_")

        register_secrets("guest_link", secrets_of)
