"""How a price is said: with VAT to consumers, without it and the VAT beside it to everybody else (INV-12)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from selvbetjening.domain.catalog.rules.prices import Tier
from selvbetjening.domain.contracts.rules.holding import price_on
from selvbetjening.domain.contracts.rules.own import priced_by
from selvbetjening.kernel import clock
from selvbetjening.kernel.money import Money, percent_of
from selvbetjening.ui.components.intervals import how_often as how_often
from selvbetjening.ui.components.intervals import per as per

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import PlanTerms
    from selvbetjening.domain.contracts.queries import ByTerms


@dataclass(frozen=True, slots=True)
class Price:
    """What one interval costs. `with_vat` says which of the amounts is shown first."""

    net: Money
    vat: Money
    per: str
    with_vat: bool

    @property
    def total(self) -> Money:
        """Including VAT."""
        return self.net + self.vat

    @property
    def shown(self) -> Money:
        """The amount that stands first."""
        return self.total if self.with_vat else self.net

    @property
    def vat_words(self) -> str:
        """Which amount it is."""
        return _("incl. VAT") if self.with_vat else _("excl. VAT")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a price with tiers, in the amounts that are shown first; `fee` is None where there is none."""

    units: str
    each: Money
    fee: Money | None


@dataclass(frozen=True, slots=True)
class Tariff:
    """The steps of a price as a table; `how` says which units each price is for. `fee` comes on top of all."""

    steps: list[Step]
    how: str
    has_fees: bool
    base_fee: Money | None


def price_of(
    terms: "PlanTerms",
    *,
    quantity: int,
    party_type: str,
    own: "ByTerms",
    day: date | None = None,
    own_price: Money | None = None,
) -> Price:
    """The price of so many units for one interval, as this kind of customer is shown it (INV-12).

    By the account's contract that holds on the day, or today; at the subscription's own price where it has one.
    """
    by = priced_by(pricing=terms.pricing, contracts=own.get(terms.id, ()), own=own_price)
    net = price_on(pricing=by.pricing, quantity=quantity, contracts=by.contracts, day=day or clock.today())
    vat = percent_of(net, terms.vat_basis_points)
    return Price(net=net, vat=vat, per=per(terms.interval), with_vat=party_type == "consumer")


def tariff_of(terms: "PlanTerms", *, party_type: str) -> Tariff:
    """The steps and the fee on top, incl. VAT to consumers and excl. VAT to others (INV-12); empty where none."""
    pricing = terms.pricing
    rate = terms.vat_basis_points if party_type == "consumer" else 0

    def said(amount: Money) -> Money | None:
        return None if amount.is_zero else amount + percent_of(amount, rate)

    ends = [0, *(tier.up_to or 0 for tier in pricing.tiers)]
    steps = [
        Step(_units(tier, ends[number] + 1), said(tier.unit_price) or tier.unit_price, said(tier.flat))
        for number, tier in enumerate(pricing.tiers)
    ]
    if pricing.model == "volume":
        how = _("The quantity decides the step, and all units cost what that step says.")
    else:
        how = _("Each unit costs what its own step says.")
    return Tariff(steps, how if steps else "", any(step.fee for step in steps), said(pricing.base_fee))


def _units(tier: Tier, first: int) -> str:
    if tier.up_to is None:
        return _("%(first)s and more") % {"first": first}
    return str(first) if tier.up_to == first else f"{first}-{tier.up_to}".replace("-", "\N{EN DASH}")


def units(terms: "PlanTerms", *, quantity: int, language: str) -> str:
    """ "3 brugere" where the terms name a unit, "3 pieces" otherwise; empty for one of an unnamed unit."""
    if unit := terms.unit(language, quantity=quantity):
        return f"{quantity} {unit}"
    return "" if quantity == 1 else _("%(count)s pieces") % {"count": quantity}


def counted(terms: "PlanTerms", *, before: int, after: int, language: str) -> str:
    """ "40 → 45 brugere", or "40 → 45" where the terms name no unit; empty where the number stays."""
    if before == after:
        return ""
    unit = terms.unit(language, quantity=after)
    return f"{before} \N{RIGHTWARDS ARROW} {after} {unit}".rstrip()
