"""What a card pays by itself, and on which day; and where the card will have expired by then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from selvbetjening.domain.invoicing.queries.late import handed_over
from selvbetjening.domain.payments.queries.cards import (
    PaymentCard,
    active_cards,
    as_rule,
    chosen_to_charge,
    is_connected,
)
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.payments.queries.planned_charges import going
from selvbetjening.domain.payments.rules.card_names import card_name
from selvbetjening.domain.payments.rules.collecting import LEAST
from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.sealed import SealBroken


@dataclass(frozen=True, slots=True)
class OnDay:
    """The card that is charged on a day; or, with `last_on`, the one whose last day comes before it."""

    card: str
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """`amount` is charged on `on`, to `by.card`; not where that has a `last_on`.

    `again`: a charge of it failed before. `is_running`: a card is being charged at this moment; `by` then names none.
    """

    amount: Money
    on: date
    by: OnDay
    again: bool = False
    is_running: bool = False

    @property
    def is_promised(self) -> bool:
        """Whether there is a card that is good on that day."""
        return self.by.last_on is None


def card_on(organization: OrganizationId, *, account: UUID, currency: str, on: date) -> OnDay | None:
    """What an invoice in this currency is charged to on that day, as the cards stand now; None for no card. One query.

    Only of cards that can be charged at all: active, and of a gateway that is connected.
    """
    return _on(_chargeable(organization, account), currency, on)


def announced(
    organization: OrganizationId, *, account: UUID, items: Iterable[OpenItem], today: date
) -> dict[UUID, Announced]:
    """Those of these open invoices that a card is to pay by itself; three queries, one where there are none.

    Left out is what waits for the payer's bank, what was handed over, and what has no day: disputed, paid in
    instalments, or too small to be charged alone (S9). Whether it is still to be paid by card, the caller knows.
    """
    rows = going(organization, account=account)
    mine = [(item, rows[item.invoice]) for item in items if item.invoice in rows and item.now.minor > 0]
    waiting = [
        (item, row)
        for item, row in mine
        if row.state == "waiting" and row.reason != LEAST and not item.in_plan and item.disputed.is_zero
    ]
    found = {
        item.invoice: Announced(item.now, today, OnDay(""), is_running=True)
        for item, row in mine
        if row.state == "running"
    }
    cards = _chargeable(organization, account) if waiting else []
    gone = handed_over(organization, invoices=[item.invoice for item, _row in waiting]) if waiting else {}
    for item, row in waiting:
        # Never before the day that counts now: a deferral, or a dispute that was turned down, gives more time.
        on = max(today, row.next_on or today, item.due_on)
        by = _on(cards, item.now.currency, on)
        if by is not None and item.invoice not in gone and _is_enough(cards, item.now, on):
            found[item.invoice] = Announced(item.now, on, by, again=row.tries > 0)
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


def _is_enough(cards: Sequence[PaymentCard], amount: Money, on: date) -> bool:
    """Whether the gateway of the card that is charged takes so little; True where none can be."""
    card = chosen_to_charge(cards=cards, currency=amount.currency, today=on)
    if card is None or card.gateway_account is None:
        return True
    try:
        least = adapter(account=card.gateway_account).capabilities().least_minor
    except SealBroken:
        return False
    return amount.minor >= least.get(amount.currency, 0)


def _name(card: PaymentCard) -> str:
    return card_name(method=card.method, brand=card.brand, last4=card.last4)
