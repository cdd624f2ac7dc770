"""Which saved card pays (CD-01, CD-02, CD-05). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Card:
    """What of a card decides: `currency` is empty where it pays any; `expires_on` is the first day it cannot."""

    id: UUID
    currency: str
    default_at: datetime | None
    saved_at: datetime
    expires_on: date | None = None
    is_active: bool = True

    def pays(self, currency: str) -> bool:
        """Whether it can be charged in this currency, if it is not expired."""
        return self.is_active and self.currency in ("", currency)

    def is_expired(self, *, today: date) -> bool:
        return self.expires_on is not None and today >= self.expires_on


def default_of(*, cards: Iterable[Card], currency: str) -> Card | None:
    """The one default for a currency: of those that can pay it the one chosen last; where none was, the newest."""
    able = [card for card in cards if card.pays(currency)]
    chosen = [card for card in able if card.default_at is not None]
    if chosen:
        return max(chosen, key=lambda card: (card.default_at or card.saved_at, card.saved_at, card.id))
    return max(able, key=lambda card: (card.saved_at, card.id), default=None)


def to_charge(*, cards: Sequence[Card], currency: str, today: date) -> Card | None:
    """The default, or where that is expired the newest card that is not; None where no card can pay."""
    default = default_of(cards=cards, currency=currency)
    if default is not None and not default.is_expired(today=today):
        return default
    good = [card for card in cards if card.pays(currency) and not card.is_expired(today=today)]
    return max(good, key=lambda card: (card.saved_at, card.id), default=None)


def becomes_default(*, new: Card, others: Sequence[Card], currencies: Iterable[str], today: date) -> bool:
    """A new card is charged first where no other that can pay is still good; else that is the owner's to choose."""
    wanted = [currency for currency in currencies if new.pays(currency)] or [new.currency]
    return any(to_charge(cards=others, currency=currency, today=today) is None for currency in wanted)


def promoted(*, cards: Sequence[Card], leaving: Card) -> list[Card]:
    """Who becomes default when the default leaves: for each currency that it was for, the newest of the rest (CD-05).

    Only where nobody of the rest was ever chosen for it would the order be open; it never is, because the newest is.
    """
    rest = [card for card in cards if card.id != leaving.id and card.is_active]
    currencies = {leaving.currency} if leaving.currency else {card.currency for card in rest}
    gone = [
        max((card for card in rest if card.pays(currency)), key=lambda card: (card.saved_at, card.id), default=None)
        for currency in sorted(currencies)
        if (default := default_of(cards=cards, currency=currency)) is not None and default.id == leaving.id
    ]
    return list({card.id: card for card in gone if card is not None}.values())


def marks_to_tell(*, expires_on: date | None, today: date, marks: Sequence[int], told: Sequence[int]) -> int | None:
    """The warning that is due: the smallest mark (days before expiry) that is reached and was not told (XB-41).

    A card that is saved a week before it expires gets one mail, not two. None where none is due or it has expired.
    """
    if expires_on is None or today >= expires_on:
        return None
    reached = [mark for mark in marks if today >= expires_on - timedelta(days=mark)]
    due = min(reached, default=None)
    return None if due is None or any(earlier <= due for earlier in told) else due
