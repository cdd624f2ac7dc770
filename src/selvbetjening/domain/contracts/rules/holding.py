"""Which contract holds on a day, what a quantity costs by it, and how long it binds. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from selvbetjening.domain.catalog.rules.prices import Pricing, price
from selvbetjening.domain.contracts.rules.tiers import Refused, Tier
from selvbetjening.kernel.money import Money, round_half_up
from selvbetjening.kernel.periods import Interval, step

MOST_MONTHS = 600


@dataclass(frozen=True, slots=True)
class Contract:
    """An account's own price of some terms on the days from `starts_on` up to, not including, `ends_on` (None: ever).

    It binds for so many `months` from its first day.
    """

    starts_on: date
    ends_on: date | None
    months: int = 0
    exclusive: bool = False
    tiers: tuple[Tier, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    @property
    def bound_until(self) -> date | None:
        """The first day without its binding; None where it binds for nothing."""
        if not self.months:
            return None
        return step(self.starts_on, Interval("month", self.months), anchor_day=self.starts_on.day)

    def taken_off(self, *, pricing: Pricing, quantity: int) -> Money:
        """What it takes off a full period, rounded half up once, whatever the order of the tiers; at most all of it."""
        exact = sum(
            (tier.takes_off(pricing=pricing, quantity=quantity) for tier in self.tiers if tier.holds(quantity)),
            Fraction(0),
        )
        whole = price(pricing=pricing, quantity=quantity)
        return Money(min(whole.minor, round_half_up(exact.numerator, exact.denominator)), whole.currency)

    def price(self, *, pricing: Pricing, quantity: int) -> Money:
        """What a full period costs by it, excluding VAT."""
        return price(pricing=pricing, quantity=quantity) - self.taken_off(pricing=pricing, quantity=quantity)

    def percent(self, *, pricing: Pricing, quantity: int) -> int | None:
        """The share of the whole price that it takes off, in hundredths of a per cent, where it is just a share."""
        holding = [tier for tier in self.tiers if tier.holds(quantity)]
        if not holding or any(tier.kind != "percent" or tier.flat or tier.above for tier in holding):
            return None
        return min(100_00, sum(tier.discount for tier in holding))


def holding(*, contracts: Iterable[Contract], day: date) -> Contract | None:
    """The contract that holds on the day; one account has at most one for the same terms."""
    return next((one for one in contracts if one.holds(day)), None)


def price_on(*, pricing: Pricing, quantity: int, contracts: Sequence[Contract], day: date) -> Money:
    """What a full period costs at the price that holds on this day, excluding VAT."""
    found = holding(contracts=contracts, day=day)
    if found is None:
        return price(pricing=pricing, quantity=quantity)
    return found.price(pricing=pricing, quantity=quantity)


def bound_by(*, contracts: Iterable[Contract], day: date) -> date | None:
    """The first day without binding by the contract that holds on this day."""
    found = holding(contracts=contracts, day=day)
    return found.bound_until if found else None


def check_contract(*, contract: Contract) -> None:
    """Whether its days and months can be. Raises `Refused`."""
    if contract.ends_on is not None and contract.ends_on <= contract.starts_on:
        raise Refused("contract_days", field="ends_on")
    if not 0 <= contract.months <= MOST_MONTHS:
        raise Refused("contract_months", field="months")
    if contract.starts_on.year > 9000:
        raise Refused("contract_days", field="starts_on")


def check_apart(*, contract: Contract, others: Iterable[Contract]) -> None:
    """No day may have two contracts for the same terms. Raises `Refused`."""
    for other in others:
        before = contract.ends_on is not None and contract.ends_on <= other.starts_on
        after = other.ends_on is not None and other.ends_on <= contract.starts_on
        if not before and not after:
            raise Refused("contract_overlap", field="starts_on")
