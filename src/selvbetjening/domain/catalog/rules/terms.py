"""What a plan is sold on: the price and every condition that goes with it, as one value. Pure."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from selvbetjening.domain.catalog.rules.prices import CURRENCIES, Pricing
from selvbetjening.domain.catalog.rules.quantities import Limits
from selvbetjening.kernel.periods import Interval

Charging = Literal["forward", "backward"]
VatCategory = Literal["S", "Z", "E", "AE", "O"]

VAT_CATEGORIES: Final = get_args(VatCategory)
LONGEST_TRIAL_DAYS: Final = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a plan is sold on.

    VAT in hundredths of a per cent (25 % is 2,500) with its category: standard (S), zero rate (Z), exempt (E), reverse
    charge (AE), outside VAT (O). Charging `backward` asks for a period when it is over. Raises ValueError for a rate
    without the standard category or the reverse, an unknown currency, a trial of more than a year.
    """

    interval: Interval
    pricing: Pricing
    vat_category: VatCategory = "S"
    vat_basis_points: int = 2500
    charging: Charging = "forward"
    trial_days: int = 0
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    commitment: Interval | None = None
    notice: Interval | None = None
    unit_da: str = ""
    unit_en: str = ""

    def __post_init__(self) -> None:
        if self.vat_category not in VAT_CATEGORIES or not 0 <= self.vat_basis_points <= 10_000:
            raise ValueError("no such VAT")
        if (self.vat_category == "S") != (self.vat_basis_points > 0):
            raise ValueError("the standard category has a rate, and the others have none")
        if self.pricing.currency not in CURRENCIES:
            raise ValueError(f"not sold in {self.pricing.currency}")
        if self.charging not in get_args(Charging) or not 0 <= self.trial_days <= LONGEST_TRIAL_DAYS:
            raise ValueError("charged forward or backward, after a trial of a year at most")
