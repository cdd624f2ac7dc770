"""Plans and prices as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from selvbetjening.portals.customer.prices import Price, how_often, price_of
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import Plan


@dataclass(frozen=True, slots=True)
class Priced:
    """One set of terms; `unit` is what one is, empty where the terms do not say."""

    id: UUID
    terms: str
    unit: str
    price: Price


@dataclass(frozen=True, slots=True)
class PricedPlan:
    """A plan with all its terms (SB-15)."""

    name: str
    description: str
    prices: list[Priced]


def plans_with_prices(offers: Iterable["Plan"], *, party_type: str) -> list[PricedPlan]:
    """The offers with every price, as this kind of customer is shown it (INV-12). Plans without terms are left out."""
    speech = language()
    found = []
    for plan in offers:
        prices = [
            Priced(
                id=terms.id,
                terms=how_often(terms.interval),
                unit=terms.unit_en if speech == "en" and terms.unit_en else terms.unit_da,
                price=price_of(terms, quantity=1, party_type=party_type),
            )
            for terms in plan.all_terms  # type: ignore[attr-defined]  # prefetched by catalog.queries.offers
        ]
        if prices:
            found.append(PricedPlan(plan.name(speech), plan.description(speech), prices))
    return found
