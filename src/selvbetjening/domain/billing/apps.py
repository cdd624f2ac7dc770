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
        from selvbetjening.domain.billing.actions.spend_guest_link import issue_guest_secrets
        from selvbetjening.domain.messaging.ports import register_secrets

        def secrets_of(organization: OrganizationId, link: UUID, at: datetime) -> Mapping[str, str] | None:
            return issue_guest_secrets(organization, link=link, at=at)

        register_secrets("guest_link", secrets_of)
