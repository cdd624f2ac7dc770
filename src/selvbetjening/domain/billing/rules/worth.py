"""What days are worth on some terms, exactly and before any rounding: price, discounts, free days (SU-05)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Self

from selvbetjening.domain.billing.rules.facts import DiscountFacts, SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.parts import Part, parts
from selvbetjening.domain.contracts.rules.holding import Contract, holding
from selvbetjening.kernel.money import Money, round_half_up
from selvbetjening.kernel.periods import Period


class Slice(NamedTuple):
    """Days of one real period that all cost the same: their part of it, the discount and the contract that hold."""

    part: Part
    discount: DiscountFacts | None
    contract: Contract | None = None

    @property
    def is_full(self) -> bool:
        """Whether they cost the list price."""
        return self.discount is None and self.contract is None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed for days: terms, quantity, discounts; `current` says from where periods are counted.

    Days before `free_until` cost nothing.
    """

    terms: TermsFacts
    quantity: int
    current: Period
    anchor_day: int
    discounts: tuple[DiscountFacts, ...] = ()
    free_until: date | None = None

    @classmethod
    def of(cls, mine: SubscriptionFacts, current: Period) -> Self:
        """What the subscription is on."""
        return cls(mine.terms, mine.quantity, current, mine.anchor_day, mine.discounts, mine.trial_ends_on)

    def on(self, terms: TermsFacts, quantity: int) -> "Agreed":
        """The same days on other terms."""
        return replace(self, terms=terms, quantity=quantity)

    @property
    def price(self) -> Money:
        """A full period without a contract and a discount, excluding VAT."""
        return self.terms.price(self.quantity)

    def slices(self, days: Period) -> list[Slice]:
        """The days that cost something, cut where periods, contracts and discounts begin and end."""
        if self.free_until and self.free_until >= days.ends_on:
            return []
        if self.free_until and self.free_until > days.starts_on:
            days = Period(self.free_until, days.ends_on)
        found = parts(days=days, current=self.current, interval=self.terms.interval, anchor_day=self.anchor_day)
        return [self._slice(piece) for part in found for piece in self._pieces(part)]

    def value(self, days: Period) -> Fraction:
        """What the days are worth in minor units, exactly."""
        return sum((one.part.weight * self.cost(one) for one in self.slices(days)), Fraction(0))

    def worth(self, days: Period) -> Money:
        """The same in money, rounded half up, once."""
        exact = self.value(days)
        return Money(round_half_up(exact.numerator, exact.denominator), self.terms.currency)

    def cost(self, one: Slice) -> Fraction:
        """A full period as it is priced on these days, exactly: by the contract, and the discount of what is left."""
        return discounted(price=self.contracted(one), discount=one.discount)

    def contracted(self, one: Slice) -> Money:
        """A full period by the contract of these days, without the discount, excluding VAT."""
        if one.contract is None:
            return self.price
        return one.contract.price(pricing=self.terms.pricing, quantity=self.quantity)

    def listed(self) -> "Agreed":
        """The same at the list price."""
        sold = self.terms.sold or self.terms
        return replace(self, terms=replace(sold, contracts=())) if sold.contracts or self.terms.sold else self

    def _slice(self, piece: Part) -> Slice:
        day = piece.days.starts_on
        return Slice(piece, self._discount(day), holding(contracts=self._contracts, day=day))

    @property
    def _contracts(self) -> tuple[Contract, ...]:
        """The contracts that take something off this quantity."""
        pricing, quantity = self.terms.pricing, self.quantity
        return tuple(
            one for one in self.terms.contracts if not one.taken_off(pricing=pricing, quantity=quantity).is_zero
        )

    def _discount(self, day: date) -> DiscountFacts | None:
        return next((one for one in self.discounts if one.covers(day)), None)

    def _pieces(self, part: Part) -> Iterable[Part]:
        dated: list[DiscountFacts | Contract] = [*self.discounts, *self._contracts]
        if not dated:
            return [part]
        edges = {edge for one in dated for edge in (one.starts_on, one.ends_on) if edge}
        cuts = sorted(edge for edge in edges if part.days.starts_on < edge < part.days.ends_on)
        starts: Sequence[date] = [part.days.starts_on, *cuts]
        ends: Sequence[date] = [*cuts, part.days.ends_on]
        return [Part(Period(start, end), part.of) for start, end in zip(starts, ends, strict=True)]


def discounted(*, price: Money, discount: DiscountFacts | None) -> Fraction:
    """A price less a discount in minor units, exactly; never below nothing."""
    if discount is None:
        return Fraction(price.minor)
    if discount.percent_basis_points is not None:
        return Fraction(price.minor * (10_000 - discount.percent_basis_points), 10_000)
    return Fraction(max(0, price.minor - (discount.amount.minor if discount.amount else 0)))
