"""What identity needs from outside: who the recipients are. `accounts` lies above it, so it comes in by this port."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from selvbetjening.kernel.ids import OrganizationId


class KnownRecipient(Protocol):
    """A recipient as far as a login needs to know it."""

    @property
    def id(self) -> UUID: ...
    @property
    def account_id(self) -> UUID: ...
    @property
    def email(self) -> str: ...
    @property
    def has_self_service_access(self) -> bool: ...
    @property
    def ends_on(self) -> date | None: ...


class Recipients(Protocol):
    """Finds recipients; `accounts.queries` does."""

    def recipients_with_email(self, organization: OrganizationId, *, email: str) -> Sequence[KnownRecipient]:
        """Every recipient with this normalised address, barred ones too (LG-03)."""

    def get_recipient(self, organization: OrganizationId, *, recipient: UUID) -> KnownRecipient | None:
        """The recipient with this id, or None."""

    def is_bookkeeper(self, *, email: str, at: datetime) -> bool:
        """Whether this address may read some account of the installation now (CM-08)."""


_source: list[Recipients] = []


def use_recipients(source: Recipients) -> None:
    """Let logins ask `source` for recipients. Called once at start-up."""
    _source[:] = [source]


def recipients() -> Recipients:
    """Whom to ask. Raises LookupError when start-up forgot to say."""
    if not _source:
        raise LookupError("nobody told identity where the recipients are (identity.ports.use_recipients)")
    return _source[0]
