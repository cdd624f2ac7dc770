"""What can have happened to accounts and recipients. Ids and names of fields only, never their content."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Fact):
    """A new account, with its first recipient."""

    name: ClassVar[str] = "accounts.opened"
    recipient: UUID


@dataclass(frozen=True, kw_only=True)
class BillingDetailsUpdated(Fact):
    """Whom the invoices are made out to has changed; `fields` says what, not to what."""

    name: ClassVar[str] = "accounts.billing_details_updated"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecipientAdded(Fact):
    """One more person gets the account's mail."""

    name: ClassVar[str] = "accounts.recipient_added"
    recipient: UUID


@dataclass(frozen=True, kw_only=True)
class RecipientChanged(Fact):
    """A recipient's name, address or mails have changed; `fields` says what."""

    name: ClassVar[str] = "accounts.recipient_changed"
    recipient: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecipientBarred(Fact):
    """A recipient was shut out of self-service (SB-18)."""

    name: ClassVar[str] = "accounts.recipient_barred"
    recipient: UUID


@dataclass(frozen=True, kw_only=True)
class RecipientAdmitted(Fact):
    """A recipient was let into self-service again (SB-18)."""

    name: ClassVar[str] = "accounts.recipient_admitted"
    recipient: UUID


@dataclass(frozen=True, kw_only=True)
class AccountsImported(Fact):
    """Accounts came from the company's files."""

    name: ClassVar[str] = "accounts.accounts_imported"
    created: int
    updated: int


@dataclass(frozen=True, kw_only=True)
class RecipientsImported(Fact):
    """Recipients came from the company's files."""

    name: ClassVar[str] = "accounts.recipients_imported"
    created: int
    updated: int
