"""How an account goes out (section 5)."""

from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.accounts.queries import Account, recipients_of
from selvbetjening.domain.payments.queries.balance import balance
from selvbetjening.domain.payments.queries.cards import listed_cards
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.queries import Subscription
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.card_out import CardOut, cards_out
from selvbetjening.portals.api.recipient_out import RecipientOut, recipient_row
from selvbetjening.portals.api.subscription_out import SubscriptionOut, subscriptions_out
from selvbetjening.portals.api.values import DecimalText, Instant, Outgoing, amount

#: Which of an account's subscriptions stand first: those that can be changed.
_RANK: Final = (State.ACTIVE, State.PAUSED, State.CANCELLED, State.ENDED)


class BalanceOut(Outgoing):
    """What stands to the account's good in one currency."""

    currency: str
    amount: DecimalText


class AccountOut(Outgoing):
    """An account."""

    uuid: UUID
    code: str
    company_name: str
    legal_address: str
    legal_zipcode: str
    legal_city: str
    legal_country: str
    legal_vat_number: str | None
    billing_same_as_legal: bool
    billing_address: str | None
    billing_zipcode: str | None
    billing_city: str | None
    billing_country: str | None
    language: str
    partner: int | None
    ean_invoicing: bool
    einvoicing_identifier_schema: str
    ean_number: str | None
    invoice_note: str | None
    erp_id: str | None
    created_date: Instant
    last_modified_date: Instant
    reseller_program: str | None
    register_status: str | None
    default_collection_method: str
    party_type: str
    is_archived: bool
    is_getting_reminders: bool
    subscription_set: list[SubscriptionOut] | None = []
    recipient_set: list[RecipientOut] | None = []
    paymentcard_set: list[CardOut] | None = []
    balance: list[BalanceOut] = []


def account_row(account: Account) -> dict[str, Any]:
    """What stands on the account itself."""
    same = not account.billing_address_line
    return {
        "uuid": account.id,
        "code": account.code,
        "company_name": account.name,
        "legal_address": account.address_line,
        "legal_zipcode": account.postal_code,
        "legal_city": account.city,
        "legal_country": account.country,
        "legal_vat_number": account.vat_number or account.cvr or None,
        "billing_same_as_legal": same,
        "billing_address": None if same else account.billing_address_line,
        "billing_zipcode": None if same else account.billing_postal_code,
        "billing_city": None if same else account.billing_city,
        "billing_country": None if same else account.billing_country or account.country,
        "language": account.language,
        "partner": account.partner,
        "ean_invoicing": account.ean_invoicing,
        "einvoicing_identifier_schema": account.einvoicing_scheme,
        "ean_number": account.ean or None,
        "invoice_note": account.invoice_note or None,
        "erp_id": account.erp_id or None,
        "created_date": account.created_at,
        "last_modified_date": account.last_modified_at or account.created_at,
        "reseller_program": account.reseller_program or None,
        "register_status": account.register_status or None,
        "default_collection_method": account.collection_method,
        "party_type": account.party_type,
        "is_archived": account.is_archived,
        "is_getting_reminders": account.gets_reminders,
    }


def rows(_call: Call, accounts: list[Account]) -> list[dict[str, Any]]:
    """The accounts of a page."""
    return [account_row(account) for account in accounts]


def one(call: Call, account: Account) -> dict[str, Any]:
    """One account with what belongs to it: the running subscriptions and the newest cards first.

    A set that the API user may not read by itself is null.
    """
    money = balance(call.here, account=account.id)
    return {
        **account_row(account),
        "subscription_set": _subscriptions(call, account) if call.may("subscriptions.read") else None,
        "paymentcard_set": _cards(call, account) if call.may("paymentcards.read") else None,
        "recipient_set": _recipients(call, account) if call.may("recipients.read") else None,
        "balance": [{"currency": each.currency, "amount": amount(each.minor)} for each in money],
    }


def _subscriptions(call: Call, account: Account) -> list[SubscriptionOut]:
    return subscriptions_out(call, sorted(subscriptions.listed(call.here).filter(account_id=account.id), key=_place))


def _cards(call: Call, account: Account) -> list[CardOut]:
    return cards_out(call, listed_cards(call.here).filter(account_id=account.id).order_by("-saved_at", "id"))


def _recipients(call: Call, account: Account) -> list[dict[str, Any]]:
    return [recipient_row(person, account=account) for person in recipients_of(call.here, account=account.id)]


def _place(mine: Subscription) -> tuple[Any, ...]:
    return _RANK.index(State(mine.state)), mine.started_on, mine.id
