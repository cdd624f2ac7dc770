"""Money: whole minor units of one currency, the price finer than that, and the one rule of rounding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

TEN_THOUSAND = 10_000
_CURRENCY = re.compile(r"[A-Z]{3}")

# Everything that prints or reads an amount takes one unit to be 100 minor units. A currency for which that is
# false must fail here, loudly, and not be shown a hundred times too small on an invoice.
_NOT_HUNDREDTHS = "BHD BIF CLP DJF GNF IQD ISK JOD JPY KMF KRW KWD LYD OMR PYG RWF TND UGX VND VUV XAF XOF XPF"


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were added, subtracted or compared."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} do not mix")


def round_half_up(numerator: int, denominator: int) -> int:
    """Round numerator/denominator to a whole number, halves away from zero (INV-14, SU-05).

    This is the only rounding rule for money. It is symmetric, so a credit note undoes its invoice to the øre:
    `round_half_up(-n, d) == -round_half_up(n, d)`. Raises ZeroDivisionError.
    """
    if denominator == 0:
        raise ZeroDivisionError("cannot round a fraction of zero")
    magnitude = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return magnitude if (numerator < 0) == (denominator < 0) else -magnitude


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (øre for DKK). Knows only its own currency; may be negative.

    Raises TypeError when `minor` is not an int, ValueError when `currency` is not three letters A–Z of a
    currency with hundredths. Mixing currencies raises `CurrencyMismatch`.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        _check(self.minor, self.currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in this currency."""
        return cls(0, currency)

    @property
    def is_zero(self) -> bool:
        """Whether this is nothing."""
        return self.minor == 0

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * _whole(times), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split into one part per weight; the parts sum exactly to this amount (SU-05).

        Each part is rounded half up and the last line that weighs anything takes the remainder. No part ever has
        the opposite sign, and `(-m).allocate(w)` is the negative of `m.allocate(w)`. Raises ValueError for a
        negative weight, or when something is to be split over weights that are all zero.
        """
        if any(_whole(weight) < 0 for weight in weights):
            raise ValueError("a weight cannot be negative")
        total = sum(weights)
        if total == 0 and not self.is_zero:
            raise ValueError("nothing to split over")
        size = left = abs(self.minor)
        last = max((place for place, weight in enumerate(weights) if weight), default=-1)
        parts = []
        for place, weight in enumerate(weights):
            # Many halves rounded up can use up the amount before the last line: never take more than is left.
            part = left if place == last else min(left, round_half_up(size * weight, total or 1))
            left -= part
            parts.append(Money(part if self.minor >= 0 else -part, self.currency))
        return parts

    def _same(self, other: Money) -> int:
        if not isinstance(other, Money):
            raise TypeError(f"money goes with money, not with {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.minor


@dataclass(frozen=True, slots=True)
class Rate:
    """A unit price finer than an øre: ten-thousandths of one minor unit. Becomes money only in `times`."""

    ten_thousandths: int
    currency: str

    def __post_init__(self) -> None:
        _check(self.ten_thousandths, self.currency)

    @classmethod
    def of(cls, price: Money) -> Self:
        """The same price as a rate."""
        return cls(price.minor * TEN_THOUSAND, price.currency)

    def times(self, quantity: int) -> Money:
        """The price of `quantity` units, rounded once, half up, to the minor unit."""
        return Money(round_half_up(self.ten_thousandths * _whole(quantity), TEN_THOUSAND), self.currency)


def sum_money(items: Iterable[Money], currency: str) -> Money:
    """The sum of the items, nothing when there are none. Raises `CurrencyMismatch`."""
    return sum(items, start=Money.zero(currency))


def share(amount: Money, part: int, whole: int) -> Money:
    """`amount` · `part` / `whole`, rounded half up: proration by whole days (SU-05)."""
    return Money(round_half_up(amount.minor * _whole(part), _whole(whole)), amount.currency)


def percent_of(amount: Money, basis_points: int) -> Money:
    """So many hundredths of a per cent of `amount`, rounded half up; 25 % VAT is 2,500 (INV-14)."""
    return share(amount, basis_points, TEN_THOUSAND)


def _whole(number: int) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"money counts in whole numbers, not in {type(number).__name__}")
    return number


def _check(number: int, currency: str) -> None:
    _whole(number)
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        raise ValueError(f"not a currency code: {currency!r}")
    if currency in _NOT_HUNDREDTHS.split():
        raise ValueError(f"{currency} is not counted in hundredths")
