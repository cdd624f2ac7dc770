"""Bring in accounts and recipients from the company's own files, many at once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef

from selvbetjening.domain.accounts.events import AccountsImported, RecipientsImported
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.accounts.rules import BillingDetails, Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.bulk import Merged, merge_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id

_ACCOUNT: Final = (
    "party_type", "name", "cvr", "address_line", "address_line_2", "postal_code", "city", "country", "language",
    "billing_address_line", "billing_address_line_2", "billing_postal_code", "billing_city", "billing_country", "ean",
    "vat_number", "po_number", "reference",
)  # fmt: skip
_RECIPIENT: Final = (
    "name", "receive_invoice", "receive_payment_confirmation", "receive_subscription_notifications",
    "has_self_service_access", "role", "ends_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportedAccount:
    """An account of the company's own number; `collection_method` is how it pays unless a subscription says else."""

    code: str
    details: BillingDetails
    collection_method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRecipient:
    """A recipient of the account with this code; `email` normalised."""

    account_code: str
    email: str
    name: str
    receive_invoice: bool
    receive_payment_confirmation: bool
    receive_subscription_notifications: bool
    has_self_service_access: bool
    role: str
    ends_on: date | None


def bring_in_accounts(
    organization: OrganizationId,
    *,
    rows: Iterable[ImportedAccount],
    fields: Collection[str],
    actor: Actor,
    at: datetime,
) -> Merged:
    """Make or update the accounts, told apart by their code; of a known one only `fields`.

    The rows are checked already (`rules.check_details`) and their codes differ. Records `accounts.accounts_imported`
    when anything changed.
    """
    with within(organization):
        merged = merge_many(
            organization,
            table="accounts_account",
            columns=("id", "organization_id", "code", "created_at", "collection_method", *_ACCOUNT),
            key=("code",),
            update=[name for name in (*_ACCOUNT, "collection_method") if name in fields],
            rows=((new_id(), organization, row.code, at, row.collection_method, *_values(row.details)) for row in rows),
        )
        if merged.created or merged.updated:
            fact = AccountsImported(created=merged.created, updated=merged.updated)
            record(organization, fact=fact, actor=actor, at=at)
    return merged


def bring_in_recipients(
    organization: OrganizationId,
    *,
    rows: Iterable[ImportedRecipient],
    fields: Collection[str],
    actor: Actor,
    at: datetime,
) -> Merged:
    """Make or update the recipients, told apart by account and address; of a known one only `fields`.

    One that was removed is back. Their accounts must exist: KeyError else. An account that had an owner keeps one
    (XB-32): `Refused("last_owner")` with the account's code as its field, and nothing is written. Records
    `accounts.recipients_imported` when anything changed.
    """
    with within(organization):
        ownerless = set(_without_owner(organization))
        merged = merge_many(
            organization,
            table="accounts_recipient",
            columns=("id", "organization_id", "account_id", "email", "created_at", "removed_at", *_RECIPIENT),
            key=("account_id", "email"),
            update=["removed_at", *(name for name in _RECIPIENT if name in fields)],
            rows=_with_accounts(organization, rows, at),
        )
        for code in sorted(set(_without_owner(organization)) - ownerless):
            raise Refused("last_owner", field=code)
        if merged.created or merged.updated:
            fact = RecipientsImported(created=merged.created, updated=merged.updated)
            record(organization, fact=fact, actor=actor, at=at)
    return merged


def _values(details: BillingDetails) -> Iterator[Any]:
    return (getattr(details, name) for name in _ACCOUNT)


def _without_owner(organization: OrganizationId) -> Iterator[str]:
    """The codes of accounts that somebody is on, but no owner."""
    people = Recipient.objects.filter(organization_id=organization, account=OuterRef("id"), removed_at=None)
    found = Account.objects.filter(Exists(people), ~Exists(people.filter(role="owner")), organization_id=organization)
    return found.values_list("code", flat=True).iterator()


def _with_accounts(
    organization: OrganizationId, rows: Iterable[ImportedRecipient], at: datetime
) -> Iterator[tuple[Any, ...]]:
    # Asked before the first row: the connection can answer nothing while rows are copied into it.
    accounts = dict(Account.objects.filter(organization_id=organization).values_list("code", "id").iterator())
    return (
        (
            *(new_id(), organization, accounts[row.account_code], row.email, at, None),
            *(getattr(row, name) for name in _RECIPIENT),
        )
        for row in rows
    )
