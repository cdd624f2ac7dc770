"""How a saved card goes out (section 11)."""

from collections.abc import Iterable

from selvbetjening.domain.payments.queries.cards import PaymentCard
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.values import Instant, Outgoing


class CardOut(Outgoing):
    """A saved card, as its gateway names it."""

    uuid: str
    account: str
    account_code: str
    gateway: str
    gateway_reference: str
    brand: str
    last_digits: str
    expiration_month: int | None
    expiration_year: int | None
    currency: str | None
    is_active: bool
    is_default: bool
    created_date: Instant
    disabled_date: Instant | None


def cards_out(_call: Call, rows: Iterable[PaymentCard]) -> list[CardOut]:
    """These rows of `payments.queries.cards.listed_cards`."""
    return [
        CardOut(
            uuid=str(row.id),
            account=str(row.account_id),
            account_code=row.account.code,
            gateway=row.gateway,
            gateway_reference=row.external_id,
            brand=row.brand,
            last_digits=row.last4,
            expiration_month=row.exp_month,
            expiration_year=row.exp_year,
            currency=row.currency or None,
            is_active=row.state == "active",
            is_default=row.default_at is not None,
            created_date=row.saved_at,
            disabled_date=row.disabled_at,
        )
        for row in rows
    ]
