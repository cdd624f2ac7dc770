"""A subscription's own price of a unit, which stands in front of its terms' price and its account's contracts. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from selvbetjening.domain.catalog.rules.prices import Pricing
from selvbetjening.domain.contracts.rules.holding import Contract
from selvbetjening.kernel.money import Money

#: Of a unit, and of all of them together, for one period.
LARGEST_OWN: Final = 100_000_000_00


class PricedBy(NamedTuple):
    """What a subscription is priced by: terms, or what stands in front of them, and the contracts on their days."""

    pricing: Pricing
    contracts: tuple[Contract, ...]


def priced_by(*, pricing: Pricing, contracts: Iterable[Contract], own: Money | None) -> PricedBy:
    """Terms and contracts as they are; with a price of its own that alone, and the contracts bind and take nothing off.

    It is the price of a unit, of a flat price of all of them; the terms' steps and base fee are not asked for beside
    it. Raises ValueError for one below nothing or in another currency than the terms.
    """
    if own is None:
        return PricedBy(pricing, tuple(contracts))
    mine = Pricing("flat" if pricing.model == "flat" else "per_unit", own, own - own)
    if own.currency != pricing.currency:
        raise ValueError("a subscription's own price is in the currency of its terms")
    return PricedBy(mine, tuple(replace(one, tiers=()) for one in contracts))


def is_possible(*, minor: int, quantity: int) -> bool:
    """Whether a unit may cost so much: from nothing on, and neither it nor all of them more than an amount may be."""
    return minor >= 0 and minor * max(1, quantity) <= LARGEST_OWN
