"""What days are worth on some terms, exactly and before any rounding: price, discounts, free days (SU-05)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Self

from selvbetjening.domain.billing.rules.facts import DiscountFacts, SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.parts import Part, parts
from selvbetjening.kernel.money import Money, round_half_up
from selvbetjening.kernel.periods import Period


class Slice(NamedTuple):
    """Days of one real period that all cost the same: their part of it, and the discount that holds."""

    part: Part
    discount: DiscountFacts | None


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
        """A full period without a discount, excluding VAT."""
        return self.terms.price(self.quantity)

    def slices(self, days: Period) -> list[Slice]:
        """The days that cost something, cut where periods and discounts begin and end."""
        if self.free_until and self.free_until >= days.ends_on:
            return []
        if self.free_until and self.free_until > days.starts_on:
            days = Period(self.free_until, days.ends_on)
        found = parts(days=days, current=self.current, interval=self.terms.interval, anchor_day=self.anchor_day)
        return [Slice(piece, self._discount(piece.days.starts_on)) for part in found for piece in self._pieces(part)]

    def value(self, days: Period) -> Fraction:
        """What the days are worth in minor units, exactly."""
        return sum((one.part.weight * self.discounted(one.discount) for one in self.slices(days)), Fraction(0))

    def worth(self, days: Period) -> Money:
        """The same in money, rounded half up, once."""
        exact = self.value(days)
        return Money(round_half_up(exact.numerator, exact.denominator), self.terms.currency)

    def discounted(self, discount: DiscountFacts | None) -> Fraction:
        """A full period with this discount, exactly; never below nothing."""
        return discounted(price=self.price, discount=discount)

    def _discount(self, day: date) -> DiscountFacts | None:
        return next((one for one in self.discounts if one.covers(day)), None)

    def _pieces(self, part: Part) -> Iterable[Part]:
        if not self.discounts:
            return [part]
        edges = {edge for one in self.discounts for edge in (one.starts_on, one.ends_on) if edge}
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
