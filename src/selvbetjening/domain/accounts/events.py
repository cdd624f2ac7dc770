"""What can have happened to accounts and recipients. Ids and names of fields only, never their content."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Fact):
    """A new account, with its first recipient; one that another system made has none yet."""

    name: ClassVar[str] = "accounts.opened"
    recipient: UUID | None


@dataclass(frozen=True, kw_only=True)
class BillingDetailsUpdated(Fact):
    """Whom the invoices are made out to has changed; `fields` says what, not to what."""

    name: ClassVar[str] = "accounts.billing_details_updated"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Fact):
    """What the company itself keeps on the account has changed: its code, numbers of other systems, its archive."""

    name: ClassVar[str] = "accounts.changed"
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
class RecipientInvited(Fact):
    """An owner has invited somebody to the account; nobody is added before the mailbox accepts."""

    name: ClassVar[str] = "accounts.recipient_invited"
    invitation: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class RecipientInvitationWithdrawn(Fact):
    """An invitation was taken back before anybody accepted it."""

    name: ClassVar[str] = "accounts.recipient_invitation_withdrawn"
    invitation: UUID


@dataclass(frozen=True, kw_only=True)
class RecipientRemoved(Fact):
    """A recipient is taken off the account; it can be undone."""

    name: ClassVar[str] = "accounts.recipient_removed"
    recipient: UUID


@dataclass(frozen=True, kw_only=True)
class RecipientRestored(Fact):
    """A removed recipient is back on the account."""

    name: ClassVar[str] = "accounts.recipient_restored"
    recipient: UUID


@dataclass(frozen=True, kw_only=True)
class EmailChangeAsked(Fact):
    """A recipient wants another login address; both mailboxes are asked (XB-38)."""

    name: ClassVar[str] = "accounts.email_change_asked"
    recipient: UUID
    email_change: UUID


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Fact):
    """Both mailboxes have said yes: the recipient logs in with the new address from now on (XB-38)."""

    name: ClassVar[str] = "accounts.email_changed"
    recipient: UUID
    email_change: UUID


@dataclass(frozen=True, kw_only=True)
class AccountantInvited(Fact):
    """An owner lets a bookkeeper read the account, for a year at most (CM-08)."""

    name: ClassVar[str] = "accounts.accountant_invited"
    grant: UUID
    ends_on: date
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AccountantRevoked(Fact):
    """A bookkeeper's access is over at once (CM-08)."""

    name: ClassVar[str] = "accounts.accountant_revoked"
    grant: UUID


@dataclass(frozen=True, kw_only=True)
class AccountantExpiring(Fact):
    """A bookkeeper's access ends within fourteen days, and the bookkeeper is told (CM-08)."""

    name: ClassVar[str] = "accounts.accountant_expiring"
    grant: UUID
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class CustomerTokenMade(Fact):
    """A recipient has made a token with which a program of hers reads (CM-09)."""

    name: ClassVar[str] = "accounts.customer_token_made"
    customer_token: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class CustomerTokenRevoked(Fact):
    """A recipient's token opens nothing any more (CM-09)."""

    name: ClassVar[str] = "accounts.customer_token_revoked"
    customer_token: UUID


@dataclass(frozen=True, kw_only=True)
class CustomerTokenUsed(Fact):
    """A program read documents with a recipient's token; `what` is `list`, `pdf` or `xml` (CM-09, CM-10)."""

    name: ClassVar[str] = "accounts.customer_token_used"
    customer_token: UUID
    what: str


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


@dataclass(frozen=True, kw_only=True)
class CollectionMethodChanged(Fact):
    """The account is asked for what it owes in another way, unless a subscription says otherwise (SB-32)."""

    name = "accounts.collection_method_changed"
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PortalViewed(Fact):
    """Somebody of the company looked at the portal as this recipient sees it, and could only read (CM-12)."""

    name: ClassVar[str] = "accounts.portal_viewed"
    recipient: UUID
