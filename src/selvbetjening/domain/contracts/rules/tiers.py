"""Tiers of a contract: what each takes off the list price, and which may stand beside each other. Pure.

A tier holds for the quantities from its minimum to its maximum, both included. Of an exclusive contract at most one
tier holds for any quantity. Otherwise ranges may lie one inside the other, and what all that hold take off is added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal

from selvbetjening.domain.catalog.rules.prices import Pricing, price

Kind = Literal["percent", "fixed"]

MOST_TIERS: Final = 100
LARGEST_QUANTITY: Final = 1_000_000
LARGEST_AMOUNT: Final = 1_000_000_000_00
ALL_OF_IT: Final = 100_00


class Refused(Exception):
    """It cannot be so; `reason` is a code, `field` the domain's name of what is wrong. Nothing was changed.

    Reasons: `contract_days`, `contract_overlap`, `contract_months`, `contract_committed`, `tier_range`,
    `tier_discount`, `tier_percent`, `tiers_overlap`, `tiers_same`, `tiers_many`.
    """

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


@dataclass(frozen=True, slots=True)
class Tier:
    """What is taken off a full period for quantities from `minimum` to `maximum` (None: no end), both included.

    `discount` is in hundredths of a per cent of the price, or in øre off each unit (of a flat price: off the one that
    it counts as); `flat` is øre off the whole. With `above` the discount is of the units beyond the minimum only.
    """

    minimum: int
    maximum: int | None
    kind: Kind
    discount: int
    flat: int = 0
    above: bool = False

    def holds(self, quantity: int) -> bool:
        """Whether it holds for this quantity."""
        return self.minimum <= quantity and (self.maximum is None or quantity <= self.maximum)

    def takes_off(self, *, pricing: Pricing, quantity: int) -> Fraction:
        """What it takes off a full period of this quantity, in minor units, exactly; it may be more than the price."""
        below = min(self.minimum, quantity) if self.above else 0
        if self.kind == "fixed":
            return Fraction(self.discount * (_pieces(pricing, quantity) - _pieces(pricing, below)) + self.flat)
        covered = max(0, _minor(pricing, quantity) - _minor(pricing, below))
        return Fraction(covered * self.discount, ALL_OF_IT) + self.flat


def _minor(pricing: Pricing, quantity: int) -> int:
    return price(pricing=pricing, quantity=quantity).minor


def _pieces(pricing: Pricing, quantity: int) -> int:
    return min(1, quantity) if pricing.model == "flat" else quantity


def check_tier(*, tier: Tier) -> None:
    """Whether it is a tier at all. Raises `Refused`."""
    if not 0 <= tier.minimum <= LARGEST_QUANTITY:
        raise Refused("tier_range", field="minimum")
    if tier.maximum is not None and not max(1, tier.minimum) <= tier.maximum <= LARGEST_QUANTITY:
        raise Refused("tier_range", field="maximum")
    if not 0 <= tier.discount <= LARGEST_AMOUNT:
        raise Refused("tier_discount", field="discount")
    if tier.kind == "percent" and tier.discount > ALL_OF_IT:
        raise Refused("tier_percent", field="discount")
    if not 0 <= tier.flat <= LARGEST_AMOUNT:
        raise Refused("tier_discount", field="flat")


def check_tiers(*, tiers: Sequence[Tier], exclusive: bool, field: str = "minimum") -> None:
    """Whether they may stand beside each other, in whatever order. Raises `Refused` at `field`.

    Never the same range twice, whose discount would count twice because something was sent twice.
    """
    if len(tiers) > MOST_TIERS:
        raise Refused("tiers_many", field=field)
    for one, other in combinations(tiers, 2):
        if (one.minimum, one.maximum) == (other.minimum, other.maximum):
            raise Refused("tiers_same", field=field)
        if _meet(one, other) and (exclusive or not (_inside(one, other) or _inside(other, one))):
            raise Refused("tiers_overlap", field=field)


def _meet(one: Tier, other: Tier) -> bool:
    return one.holds(other.minimum) or other.holds(one.minimum)


def _inside(inner: Tier, outer: Tier) -> bool:
    ends = outer.maximum is None or (inner.maximum is not None and inner.maximum <= outer.maximum)
    return outer.minimum <= inner.minimum and ends
