"""The cards of an account, and which one pays (CD-01, CD-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.payments.models import PaymentCard as PaymentCard
from selvbetjening.domain.payments.rules.cards import Card, default_of, to_charge
from selvbetjening.kernel.ids import OrganizationId

#: The method of a row that only keeps the former number of a card at its gateway, until the gateway has forgotten it.
LEFT_BEHIND: Final = "replaced"


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as its owner sees it. `default_for` are the currencies, of those asked about, that it is charged for."""

    card: PaymentCard
    is_expired: bool
    default_for: tuple[str, ...]


def as_rule(*, card: PaymentCard) -> Card:
    """What of the row decides."""
    return Card(
        id=card.id,
        currency=card.currency,
        default_at=card.default_at,
        saved_at=card.saved_at,
        expires_on=card.expires_on,
        is_active=card.state == "active",
    )


def active_cards(organization: OrganizationId, *, account: UUID) -> list[PaymentCard]:
    """The account's active cards, the oldest first."""
    mine = PaymentCard.objects.filter(organization_id=organization, account_id=account, state="active")
    return list(mine.select_related("gateway_account"))


def listed_cards(organization: OrganizationId) -> QuerySet[PaymentCard]:
    """All saved cards with their accounts, disabled ones too, as other systems list them; lazy."""
    found = PaymentCard.objects.filter(organization_id=organization).exclude(method=LEFT_BEHIND)
    return found.select_related("account").order_by()


def cards_of(
    organization: OrganizationId, *, account: UUID, currencies: tuple[str, ...], today: date
) -> list[ShownCard]:
    """The active cards: the default first, then the newest, expired ones last; each with the currencies it is for.

    One of a gateway that we do not speak to cannot be charged, and so is never the default.
    """
    found = active_cards(organization, account=account)
    rules = [as_rule(card=card) for card in found if is_connected(card=card)]
    chosen = {currency: default_of(cards=rules, currency=currency) for currency in currencies}
    shown = [
        ShownCard(
            card,
            as_rule(card=card).is_expired(today=today),
            tuple(currency for currency, default in chosen.items() if default and default.id == card.id),
        )
        for card in found
    ]
    return sorted(shown, key=lambda each: (not each.default_for, each.is_expired, -each.card.saved_at.timestamp()))


def disabled_cards(organization: OrganizationId, *, account: UUID) -> list[PaymentCard]:
    """The cards that pay no more, the latest first; not the former numbers of a card that still pays."""
    mine = PaymentCard.objects.filter(organization_id=organization, account_id=account, state="disabled")
    return list(mine.exclude(method=LEFT_BEHIND).order_by("-disabled_at"))


def card_to_charge(organization: OrganizationId, *, account: UUID, currency: str, today: date) -> PaymentCard | None:
    """The card that an invoice in this currency is charged to today; None where none can pay. One query.

    Only cards of a gateway account that is connected can be charged.
    """
    cards = [card for card in active_cards(organization, account=account) if is_connected(card=card)]
    return chosen_to_charge(cards=cards, currency=currency, today=today)


def chosen_to_charge(*, cards: Sequence[PaymentCard], currency: str, today: date) -> PaymentCard | None:
    """Which of an account's cards, all of them connected, an invoice in this currency is charged to today."""
    found = {card.id: card for card in cards}
    chosen = to_charge(cards=[as_rule(card=card) for card in cards], currency=currency, today=today)
    return found[chosen.id] if chosen else None


def get_card(organization: OrganizationId, *, account: UUID, card: UUID) -> PaymentCard:
    """One card of the account, active or not. Raises `PaymentCard.DoesNotExist`."""
    return PaymentCard.objects.get(organization_id=organization, account_id=account, id=card)


def has_cards(organization: OrganizationId, *, account: UUID) -> bool:
    """Whether the account has or had one."""
    return PaymentCard.objects.filter(organization_id=organization, account_id=account).exists()


def is_connected(*, card: PaymentCard) -> bool:
    """Whether the card can be charged at all: no gateway that we never spoke to, none that was disconnected."""
    return card.gateway_account is not None and card.gateway_account.is_active
