"""A payment card as the card events tell it (fenerum-api.md 11 and 15)."""

from typing import Any

from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.webhooks.documents.values import instant


def card_data(*, card: PaymentCard) -> dict[str, Any]:
    """The last four digits and nothing more of the number."""
    return {
        "uuid": str(card.id),
        "account": str(card.account_id),
        "gateway": card.gateway,
        "gateway_reference": card.external_id,
        "brand": card.brand,
        "last_digits": card.last4,
        "expiration_month": card.exp_month,
        "expiration_year": card.exp_year,
        "currency": card.currency or None,
        "is_active": card.state == "active",
        "is_default": card.default_at is not None,
        "created_date": instant(at=card.saved_at),
        "disabled_date": instant(at=card.disabled_at),
    }
