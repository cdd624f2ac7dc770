from collections.abc import Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from django.apps import AppConfig

from selvbetjening.kernel.ids import OrganizationId


class AccountsConfig(AppConfig):
    """Tells messaging who makes the secrets of the mails that ask a mailbox for its word."""

    name = "selvbetjening.domain.accounts"
    label = "accounts"

    def ready(self) -> None:
        from selvbetjening.domain.accounts.actions.change_email import issue_code
        from selvbetjening.domain.accounts.actions.invite import issue_token
        from selvbetjening.domain.messaging.ports import register_secrets

        def token_of(organization: OrganizationId, invitation: UUID, at: datetime) -> Mapping[str, str] | None:
            return issue_token(organization, invitation=invitation, at=at)

        def code_of(
            organization: OrganizationId, email_change: UUID, at: datetime, *, side: str
        ) -> Mapping[str, str] | None:
            return issue_code(organization, email_change=email_change, side=side, at=at)

        register_secrets("recipient_invited", token_of)
        register_secrets("email_change_old", partial(code_of, side="old"))
        register_secrets("email_change_new", partial(code_of, side="new"))
