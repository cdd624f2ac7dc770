"""What of the open invoices a card pays by itself, as a page says it in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.payments.queries.announced import Announced


@dataclass(frozen=True, slots=True)
class ByItself:
    """`invoices` that a card pays, the first of them on `on` from `card`; empty while that one is being charged.

    `left_alone` are those of them that no charge of failed yet, so that there is nothing to do about them.
    """

    invoices: frozenset[UUID] = frozenset()
    left_alone: frozenset[UUID] = frozenset()
    on: date | None = None
    card: str = ""


def by_itself(found: Mapping[UUID, Announced]) -> ByItself:
    """Only what is promised: a card that expires before the day pays nothing."""
    promised = {invoice: each for invoice, each in found.items() if each.is_promised}
    if not promised:
        return ByItself()
    first = min(promised.values(), key=lambda each: (each.on, not each.is_running, each.by.card))
    alone = frozenset(invoice for invoice, each in promised.items() if not each.again)
    return ByItself(frozenset(promised), alone, first.on, first.by.card)
