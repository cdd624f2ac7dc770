"""A book that knows nothing of the engine's sums: the price of every single day, and which days were asked for.

The rule of rounding that it holds the engine to: days charged in one go are rounded half up once, all together; what
they give back later is their unused days' worth, rounded half up once (SU-05).
"""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from selvbetjening.domain.billing.rules.facts import DiscountFacts, TermsFacts

DAY = timedelta(days=1)


def next_start(day: date, terms: TermsFacts, anchor: int) -> date:
    """The first day of the following period, counted on a calendar."""
    unit, count = terms.interval.unit, terms.interval.count
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    month = day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(anchor, monthrange(year, month)[1]))


def half_up(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


@dataclass
class Stretch:
    """Days that were charged in one go, and on what."""

    starts_on: date
    ends_on: date
    terms: TermsFacts
    quantity: int
    base: date
    anchor: int
    discounts: tuple[DiscountFacts, ...]
    holds: int = 0

    def __post_init__(self) -> None:
        self.holds = half_up(self.worth(self.starts_on, self.ends_on))

    def day(self, day: date) -> Fraction:
        """What one day costs: the period's price less the day's discount, by the days of its own period."""
        start = self.base
        while (end := next_start(start, self.terms, self.anchor)) <= day:
            start = end
        price = Fraction(self.terms.price(self.quantity).minor)
        for one in self.discounts:
            if one.starts_on <= day and (one.ends_on is None or day < one.ends_on):
                off = one.percent_basis_points
                price = (
                    price * (10_000 - off) / 10_000
                    if off
                    else max(Fraction(0), price - (one.amount.minor if one.amount else 0))
                )
                break
        return price / (end - start).days

    def worth(self, starts_on: date, ends_on: date) -> Fraction:
        return sum((self.day(starts_on + DAY * n) for n in range((ends_on - starts_on).days)), Fraction(0))

    def cut(self, day: date) -> None:
        """Give the days from `day` on back."""
        if day >= self.ends_on:
            return
        since = max(day, self.starts_on)
        if since == self.starts_on:
            self.holds, self.ends_on = 0, since
            return
        whole, rest = self.worth(self.starts_on, self.ends_on), self.worth(since, self.ends_on)
        back = half_up(rest) if half_up(whole) == self.holds else half_up(self.holds * rest / whole)
        self.holds, self.ends_on = self.holds - min(back, self.holds), since


@dataclass
class Book:
    """What one subscription was agreed to cost, stretch by stretch, and the days on which it should run."""

    stretches: list[Stretch] = field(default_factory=list)
    runs: list[list[date]] = field(default_factory=list)
    forgiven: list[tuple[date, date]] = field(default_factory=list)
    free_until: date = date.min

    def ask(self, starts_on: date, ends_on: date, terms: TermsFacts, quantity: int, base: date, anchor: int,
            discounts: tuple[DiscountFacts, ...]) -> None:  # fmt: skip
        starts_on = max(starts_on, self.free_until)
        if starts_on < ends_on:
            self.stretches.append(Stretch(starts_on, ends_on, terms, quantity, base, anchor, discounts))

    def cut(self, day: date) -> None:
        for stretch in self.stretches:
            stretch.cut(day)

    @property
    def total(self) -> int:
        return sum(stretch.holds for stretch in self.stretches)

    @property
    def exact(self) -> Fraction:
        return sum((one.worth(one.starts_on, one.ends_on) for one in self.stretches), Fraction(0))

    @property
    def covered(self) -> Counter[date]:
        return Counter(
            one.starts_on + DAY * n for one in self.stretches for n in range((one.ends_on - one.starts_on).days)
        )

    def should_cover(self, until: date) -> set[date]:
        """Every day that it ran and was to be paid for, up to the first one that is not billed yet."""
        days = {
            start + DAY * n
            for start, end in self.runs
            for n in range((min(end, until) - start).days)
            if start + DAY * n >= self.free_until
        }
        return days - {start + DAY * n for start, end in self.forgiven for n in range((end - start).days)}
