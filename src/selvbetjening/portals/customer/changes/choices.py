"""What a subscription may move to: every price of every offered plan (SB-15), with direction and day (SU-02)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from selvbetjening.domain.subscriptions import rules
from selvbetjening.kernel.periods import monthly_equivalent
from selvbetjening.portals.customer.prices import Price, how_often, price_of, units
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import Plan, PlanTerms
    from selvbetjening.domain.subscriptions.queries import Subscription


@dataclass(frozen=True, slots=True)
class Choice:
    """One price; the same a month counts as an upgrade (SU-02). `on` is None when it would begin at once."""

    id: UUID
    terms: str
    units: str
    price: Price
    present: bool
    planned: bool
    direction: str
    same_price: bool
    on: date | None


@dataclass(frozen=True, slots=True)
class Offered:
    """A plan with the prices that may be chosen."""

    name: str
    description: str
    choices: list[Choice]


def plans_for(
    subscription: "Subscription",
    *,
    offers: Iterable["Plan"],
    party_type: str,
    today: date,
    allowed: Callable[[str], bool],
) -> list[Offered]:
    """The offers as choices. Left out: other currencies (SU-03) and directions that are not allowed (SB-05)."""
    speech, plans = language(), []
    for plan in offers:
        choices = [
            choice
            for terms in plan.all_terms  # type: ignore[attr-defined]  # prefetched by catalog.queries.offers
            if terms.currency == subscription.terms.currency
            and ((choice := _choice(subscription, terms, party_type, today)).present or allowed(choice.direction))
        ]
        if choices:
            plans.append(Offered(plan.name(speech), plan.description(speech), choices))
    return plans


def _choice(subscription: "Subscription", terms: "PlanTerms", party_type: str, today: date) -> Choice:
    mine, quantity = subscription.terms, subscription.quantity
    present = rules.Price(mine.unit_price, mine.interval)
    towards = rules.direction(present=present, wanted=rules.Price(terms.unit_price, terms.interval), quantity=quantity)
    current = rules.current_period(
        period_starts_on=subscription.period_starts_on,
        renews_on=subscription.renews_on,
        interval=mine.interval,
        anchor_day=subscription.anchor_day,
        today=today,
    )
    when = rules.timing(towards=towards) if current else "renewal"
    renewal = current.ends_on if current else subscription.renews_on
    return Choice(
        id=terms.id,
        terms=how_often(terms.interval),
        units=units(terms, quantity=quantity, language=language()),
        price=price_of(terms, quantity=quantity, party_type=party_type),
        present=terms.id == mine.id,
        planned=terms.id == getattr(subscription, "change_terms_id", None),
        direction=towards,
        same_price=monthly_equivalent(terms.unit_price, terms.interval)
        == monthly_equivalent(mine.unit_price, mine.interval),
        on=renewal if when == "renewal" else None,
    )
