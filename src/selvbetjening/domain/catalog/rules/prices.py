"""What a quantity costs for one full period, excluding VAT. Pure."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, get_args

from selvbetjening.kernel.money import Money, sum_money

Model = Literal["flat", "per_unit", "volume", "graduated"]
Currency = Literal["DKK", "EUR", "SEK", "NOK", "USD"]

MODELS: Final = get_args(Model)
TIERED: Final = ("volume", "graduated")
CURRENCIES: Final = get_args(Currency)


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of the price: what a unit costs up to and with the unit number `up_to` (None: all the rest).

    `flat` is asked for once, when the step is reached.
    """

    up_to: int | None
    unit_price: Money
    flat: Money


@dataclass(frozen=True, slots=True)
class Pricing:
    """How terms are priced; everything excludes VAT and is for one full period.

    `flat`: `unit_price`, whatever the quantity. `per_unit`: `unit_price` for each. `volume`: all units at the price of
    the tier that the quantity falls in. `graduated`: each unit at the price of its own tier. `base_fee` comes on top
    of all four. Raises ValueError for tiers without a model for them or the reverse, tiers that do not rise or have no
    end, negative amounts; `CurrencyMismatch` for two currencies.
    """

    model: Model
    unit_price: Money
    base_fee: Money
    tiers: tuple[Tier, ...] = ()

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise ValueError(f"no such pricing: {self.model!r}")
        if (self.model in TIERED) != bool(self.tiers):
            raise ValueError("tiers belong to volume and graduated prices, and those need them")
        amounts = [
            self.unit_price,
            self.base_fee,
            *(part for tier in self.tiers for part in (tier.unit_price, tier.flat)),
        ]
        if any(amount < Money.zero(self.currency) for amount in amounts):
            raise ValueError("a price is not negative")
        ends = [tier.up_to for tier in self.tiers]
        if ends and (ends[-1] is not None or None in ends[:-1]):
            raise ValueError("the last tier, and no other, has no end")
        rising = [0, *(end for end in ends if end is not None)]
        if any(after <= before for before, after in pairwise(rising)):
            raise ValueError("tiers rise from one unit")

    @property
    def currency(self) -> str:
        return self.unit_price.currency


@dataclass(frozen=True, slots=True)
class PricePart:
    """One line of a price: `net` is `quantity` times `unit_price`.

    `kind` says what of: the units, the fee for reaching a tier, or the base fee. `tier` counts from 0 and is None where
    there are no tiers and for the base fee. A flat price is one unit, whatever the quantity.
    """

    quantity: int
    unit_price: Money
    net: Money
    tier: int | None = None
    kind: Literal["units", "tier_fee", "base_fee"] = "units"


def price_parts(*, pricing: Pricing, quantity: int) -> tuple[PricePart, ...]:
    """What the quantity costs for one full period, in its parts, which sum to `price`: units, tier fees, base fee.

    Fees of nothing are left out, units that cost nothing are not; a quantity of none has no part at all. Raises
    ValueError for a quantity below none.
    """
    if quantity < 0:
        raise ValueError("a quantity is not below none")
    if not quantity:
        return ()
    found = [part for number, tier, units in _reached(pricing, quantity) for part in _of_tier(number, tier, units)]
    if not pricing.tiers:
        found = [_part(1 if pricing.model == "flat" else quantity, pricing.unit_price)]
    if not pricing.base_fee.is_zero:
        found.append(_part(1, pricing.base_fee, kind="base_fee"))
    return tuple(found)


def price(*, pricing: Pricing, quantity: int) -> Money:
    """What the quantity costs for one full period, excluding VAT. Raises ValueError for a quantity below none."""
    return sum_money((part.net for part in price_parts(pricing=pricing, quantity=quantity)), pricing.currency)


def _reached(pricing: Pricing, quantity: int) -> list[tuple[int, Tier, int]]:
    """The tiers that the quantity pays for, by number, with the units that fall in each."""
    found, below = [], 0
    for number, tier in enumerate(pricing.tiers):
        inside = tier.up_to is None or quantity <= tier.up_to
        end = quantity if inside or tier.up_to is None else tier.up_to
        if pricing.model == "graduated":
            found.append((number, tier, end - below))
        elif inside:
            found.append((number, tier, quantity))
        if inside:
            break
        below = end
    return found


def _of_tier(number: int, tier: Tier, units: int) -> list[PricePart]:
    parts = [_part(units, tier.unit_price, tier=number)]
    if not tier.flat.is_zero:
        parts.append(_part(1, tier.flat, tier=number, kind="tier_fee"))
    return parts


def _part(
    quantity: int,
    unit_price: Money,
    *,
    tier: int | None = None,
    kind: Literal["units", "tier_fee", "base_fee"] = "units",
) -> PricePart:
    return PricePart(quantity, unit_price, unit_price * quantity, tier, kind)
