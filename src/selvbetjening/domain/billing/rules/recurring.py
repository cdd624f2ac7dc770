"""What a company may count on each month, and what it loses: recurring revenue and churn. Pure.

MRR (monthly recurring revenue), excluding VAT, on a day: every subscription that has begun and not ended, at the full
price of its period for its quantity, by its contract, less the discount of that day, as a price of one month: a
quarter's by 3, a year's by 12, a week's by 365.25/12/7 (`kernel.periods.monthly_equivalent`). Nothing is counted for a
subscription in its free trial, for one that is paused, and for one that has not started. One that is cancelled counts
until its end. It is rounded once, when all is summed.

Churn of a month: of the subscriptions that were being paid for on its first day, how many ended in it. A move between
plans and a pause are none; what begins and ends within the month was not there on its first day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from selvbetjening.domain.billing.rules.facts import DiscountFacts, TermsFacts
from selvbetjening.domain.billing.rules.worth import discounted
from selvbetjening.kernel.money import Money, round_half_up
from selvbetjening.kernel.periods import monthly_equivalent


@dataclass(frozen=True, slots=True)
class Running:
    """So many subscriptions that are alike on a day and cost something on it."""

    terms: TermsFacts
    quantity: int
    discount: DiscountFacts | None
    count: int
    on: date


@dataclass(frozen=True, slots=True)
class Churn:
    """A month: how many were paid for on its first day, and how many of these ended in it."""

    month: date
    begun_with: int
    lost: int

    @property
    def basis_points(self) -> int | None:
        """Hundredths of a per cent, rounded half up; None where nothing was there to lose."""
        if not self.begun_with:
            return None
        return round_half_up(self.lost * 10_000, self.begun_with)


def months_of(*, today: date, count: int) -> list[date]:
    """The first days of so many months, the running one last."""
    first = today.year * 12 + today.month - count
    return [date(at // 12, at % 12 + 1, 1) for at in range(first, first + count)]


def monthly(*, row: Running) -> Fraction:
    """What the row's subscriptions bring a month, in minor units, exactly."""
    full = discounted(price=row.terms.price_on(row.on, row.quantity), discount=row.discount)
    of_one = monthly_equivalent(Money(1, row.terms.currency), row.terms.interval)
    return full * of_one * row.count


def recurring(*, rows: Iterable[Running]) -> dict[str, Money]:
    """MRR by currency, each rounded half up, once."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows:
        sums[row.terms.currency] += monthly(row=row)
    return {
        currency: Money(round_half_up(exact.numerator, exact.denominator), currency)
        for currency, exact in sorted(sums.items())
    }
