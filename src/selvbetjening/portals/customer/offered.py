"""Plans and prices as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from selvbetjening.portals.customer.conditions import conditions
from selvbetjening.portals.customer.prices import Price, Tariff, how_often, price_of, tariff_of
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import Plan, PlanTerms
    from selvbetjening.domain.contracts.queries import ByTerms


@dataclass(frozen=True, slots=True)
class Priced:
    """One set of terms; `unit` is what one is, empty where the terms do not say or it makes no difference.

    `price` is that of the smallest quantity; with steps `tariff` says the rest.
    """

    id: UUID
    terms: str
    unit: str
    least: int
    price: Price
    tariff: Tariff
    conditions: list[str]


@dataclass(frozen=True, slots=True)
class PricedPlan:
    """A plan with all its terms (SB-15)."""

    name: str
    description: str
    prices: list[Priced]


def plans_with_prices(offers: Iterable["Plan"], *, party_type: str, own: "ByTerms") -> list[PricedPlan]:
    """The offers with every price, as this kind of customer is shown it (INV-12). Plans without terms are left out."""
    speech = language()
    found = []
    for plan in offers:
        # prefetched by catalog.queries.offers
        prices = [priced(terms, party_type=party_type, own=own) for terms in plan.all_terms]  # type: ignore[attr-defined]
        if prices:
            found.append(PricedPlan(plan.name(speech), plan.description(speech), prices))
    return found


def priced(terms: "PlanTerms", *, party_type: str, own: "ByTerms", trial: bool = True) -> Priced:
    """One set of terms, in the language of the page; `trial` is False for whoever has had it."""
    least = terms.minimum_quantity
    return Priced(
        id=terms.id,
        terms=how_often(terms.interval),
        unit="" if terms.pricing_model == "flat" else terms.unit(language(), quantity=least),
        least=least,
        price=price_of(terms, quantity=least, party_type=party_type, own=own),
        tariff=tariff_of(terms, party_type=party_type),
        conditions=conditions(terms, party_type=party_type, trial=trial),
    )
