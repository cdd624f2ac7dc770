"""How a recipient goes out (section 10)."""

from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.queries import Account, Recipient
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.values import Instant, Outgoing


class RecipientOut(Outgoing):
    """Somebody who gets mail about an account."""

    uuid: UUID
    account: UUID
    account_code: str
    name: str
    email: str
    receive_invoice: bool
    receive_payment_confirmation: bool
    receive_subscription_notifications: bool
    has_self_service_access: bool
    role: str
    created_date: Instant
    warnings: list[str] = []


def recipient_row(person: Recipient, *, account: Account) -> dict[str, Any]:
    """The recipient with its account."""
    return {
        "uuid": person.id,
        "account": account.id,
        "account_code": account.code,
        "name": person.name,
        "email": person.email,
        "receive_invoice": person.receive_invoice,
        "receive_payment_confirmation": person.receive_payment_confirmation,
        "receive_subscription_notifications": person.receive_subscription_notifications,
        "has_self_service_access": person.has_self_service_access,
        "role": person.role,
        "created_date": person.created_at,
    }


def rows(_call: Call, people: list[Recipient]) -> list[dict[str, Any]]:
    """The recipients of a page."""
    return [recipient_row(person, account=person.account) for person in people]
