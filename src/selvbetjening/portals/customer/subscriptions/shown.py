"""A subscription as the pages show it: words and amounts, ready to draw."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from selvbetjening.portals.customer.prices import Price, how_often, price_of, units
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.subscriptions.queries import Subscription

BADGES = {"active": "active", "cancelled": "ending", "ended": "ended"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One subscription. `last_day` is the last Copenhagen day of a cancelled or ended one."""

    id: UUID
    name: str
    terms: str
    units: str
    price: Price
    state: str
    badge: str
    renews_on: date
    last_day: date | None
    change_on: date | None


def shown(subscription: "Subscription", *, party_type: str, change_on: date | None = None) -> Shown:
    """Make it from a row that was read with its terms and plan (`subscriptions.queries`)."""
    terms, speech = subscription.terms, language()
    ends_on = subscription.ends_on
    return Shown(
        id=subscription.id,
        name=terms.plan.name(speech),
        terms=how_often(terms.interval),
        units=units(terms, quantity=subscription.quantity, language=speech),
        price=price_of(terms, quantity=subscription.quantity, party_type=party_type),
        state=subscription.state,
        badge=BADGES[subscription.state],
        renews_on=subscription.renews_on,
        last_day=ends_on - timedelta(days=1) if ends_on else None,
        change_on=change_on or getattr(subscription, "change_on", None),
    )
