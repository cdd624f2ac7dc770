"""What a card pays by itself, and on which day; and where the card will have expired by then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.payments.queries.cards import (
    PaymentCard,
    active_cards,
    as_rule,
    chosen_to_charge,
    is_connected,
)
from selvbetjening.domain.payments.queries.planned_charges import going
from selvbetjening.domain.payments.rules.card_names import card_name
from selvbetjening.domain.payments.rules.collecting import LEAST
from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

#: Looked at again every day, without a day that could be named.
_NO_DAY: Final = (LEAST, "disputed", "plan")


@dataclass(frozen=True, slots=True)
class OnDay:
    """The card that is charged on a day; or, with `last_on`, the one whose last day comes before it."""

    card: str
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """`amount` is charged on `on`, to `by.card`; not where that has a `last_on`."""

    amount: Money
    on: date
    by: OnDay


def card_on(organization: OrganizationId, *, account: UUID, currency: str, on: date) -> OnDay | None:
    """What an invoice in this currency is charged to on that day, as the cards stand now; None for no card. One query.

    Only of cards that can be charged at all: active, and of a gateway that is connected.
    """
    return _on(_chargeable(organization, account), currency, on)


def announced(
    organization: OrganizationId, *, account: UUID, items: Iterable[OpenItem], today: date
) -> dict[UUID, Announced]:
    """Those of these open invoices that a card is to pay by itself; two queries, one where there are none.

    Left out is what waits for the payer's bank, and what has no day: disputed, paid in instalments, or too small to be
    charged alone (S9).
    """
    rows = going(organization, account=account)
    mine = [
        (item, row)
        for item in items
        if (row := rows.get(item.invoice)) is not None
        and row.state != "asking"
        and row.reason not in _NO_DAY
        and not item.in_plan
        and item.disputed.is_zero
        and item.now.minor > 0
    ]
    cards = _chargeable(organization, account) if mine else []
    found = {}
    for item, row in mine:
        days = [today, row.next_on or today]
        on = max([*days, item.due_on] if item.deferred_until else days)
        by = _on(cards, item.now.currency, on)
        if by is not None:
            found[item.invoice] = Announced(item.now, on, by)
    return found


def _chargeable(organization: OrganizationId, account: UUID) -> list[PaymentCard]:
    return [card for card in active_cards(organization, account=account) if is_connected(card=card)]


def _on(cards: Sequence[PaymentCard], currency: str, on: date) -> OnDay | None:
    card = chosen_to_charge(cards=cards, currency=currency, today=on)
    if card is not None:
        return OnDay(_name(card))
    # All that could pay expire before: named is the one that is good the longest.
    ending = [(card.expires_on, _name(card)) for card in cards if as_rule(card=card).pays(currency) and card.expires_on]
    if not ending:
        return None
    expires_on, name = max(ending)
    return OnDay(name, expires_on - timedelta(days=1))


def _name(card: PaymentCard) -> str:
    return card_name(method=card.method, brand=card.brand, last4=card.last4)
