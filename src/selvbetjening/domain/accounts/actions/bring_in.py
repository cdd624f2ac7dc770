"""Bring in accounts and recipients from the company's own files, many at once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from selvbetjening.domain.accounts.events import AccountsImported, RecipientsImported
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.accounts.rules import BillingDetails
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.bulk import Merged, merge_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id

_ACCOUNT: Final = (
    "party_type", "name", "cvr", "address_line", "address_line_2", "postal_code", "city", "country", "language",
)  # fmt: skip
_RECIPIENT: Final = (
    "name", "receive_invoice", "receive_payment_confirmation", "receive_subscription_notifications",
    "has_self_service_access",
)  # fmt: skip


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


def bring_in_accounts(
    organization: OrganizationId,
    *,
    rows: Iterable[tuple[str, BillingDetails]],
    fields: Collection[str],
    actor: Actor,
    at: datetime,
) -> Merged:
    """Make or update the accounts, each (code, details), told apart by their code; of a known one only `fields`.

    The rows are checked already (`rules.check_details`) and their codes differ. Records `accounts.accounts_imported`
    when anything changed.
    """
    with within(organization):
        merged = merge_many(
            organization,
            table="accounts_account",
            columns=("id", "organization_id", "code", "created_at", *_ACCOUNT),
            key=("code",),
            update=[name for name in _ACCOUNT if name in fields],
            rows=(
                (new_id(), organization, code, at, *(getattr(details, name) for name in _ACCOUNT))
                for code, details in rows
            ),
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

    Their accounts must exist: KeyError else. Records `accounts.recipients_imported` when anything changed.
    """
    with within(organization):
        merged = merge_many(
            organization,
            table="accounts_recipient",
            columns=("id", "organization_id", "account_id", "email", "created_at", *_RECIPIENT),
            key=("account_id", "email"),
            update=[name for name in _RECIPIENT if name in fields],
            rows=_with_accounts(organization, rows, at),
        )
        if merged.created or merged.updated:
            fact = RecipientsImported(created=merged.created, updated=merged.updated)
            record(organization, fact=fact, actor=actor, at=at)
    return merged


def _with_accounts(
    organization: OrganizationId, rows: Iterable[ImportedRecipient], at: datetime
) -> Iterator[tuple[Any, ...]]:
    # Asked before the first row: the connection can answer nothing while rows are copied into it.
    accounts = dict(Account.objects.filter(organization_id=organization).values_list("code", "id").iterator())
    return (
        (
            *(new_id(), organization, accounts[row.account_code], row.email, at),
            *(getattr(row, name) for name in _RECIPIENT),
        )
        for row in rows
    )
