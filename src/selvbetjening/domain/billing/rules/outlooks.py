"""What a subscription will be charged if nothing changes from here: bill by bill, and month by month. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from selvbetjening.domain.billing.rules.due import invoiced
from selvbetjening.domain.billing.rules.facts import SubscriptionFacts
from selvbetjening.domain.billing.rules.quotes import MonthTotal, QuoteLine
from selvbetjening.domain.billing.rules.standing import bill_lines, due_of
from selvbetjening.domain.invoicing.rules import Grouped, grouped
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, step

MONTHS = 12
_MONTH = Interval("month", 1)


class Charge(NamedTuple):
    """One day on which something is billed, and its lines."""

    on: date
    lines: tuple[QuoteLine, ...]

    @property
    def summed(self) -> Grouped:
        """What an invoice of these lines comes to."""
        return sums(lines=self.lines)


def sums(*, lines: Iterable[QuoteLine]) -> Grouped:
    """Nets and VAT of the lines, as the invoice will have them."""
    return grouped(nets=((line.vat_category, line.vat_basis_points, line.net.minor) for line in lines))


def upcoming(*, mine: SubscriptionFacts, until: date, days_before: int = 0) -> list[Charge]:
    """Every day up to `until` on which something is billed; periods in arrears on the day after they end.

    The others begin `days_before` later. Where that is nearer than today, they are billed today.
    """
    by_day: dict[date, tuple[QuoteLine, ...]] = {}
    days_before = 0 if mine.state == "paused" else days_before
    bills = due_of(mine=mine, today=until + timedelta(days=days_before), foreseen=True).periods
    for on, bill in invoiced(bills=bills, period_starts_on=mine.period_starts_on, days_before=days_before):
        by_day[on] = (*by_day.get(on, ()), *bill_lines(mine=mine, bill=bill))
    return [Charge(on, by_day[on]) for on in sorted(by_day) if on <= until]


def next_charge(*, mine: SubscriptionFacts, days_before: int = 0) -> Charge | None:
    """The next day on which something is billed, if there is one; a pause without an end has none."""
    until = mine.ahead_to if mine.ahead_to and mine.state == "active" else mine.renews_on
    found = upcoming(mine=mine, until=until, days_before=days_before)
    return found[0] if found else None


def by_month(*, mine: SubscriptionFacts, today: date, at_once: Money, days_before: int = 0) -> tuple[MonthTotal, ...]:
    """Twelve months from today's on: what falls due in each incl. VAT, `at_once` in the first."""
    first = today.replace(day=1)
    starts = [first]
    while len(starts) <= MONTHS:
        starts.append(step(starts[-1], _MONTH, anchor_day=1))
    totals: dict[date, int] = defaultdict(int, {first: at_once.minor})
    for charge in upcoming(mine=mine, until=starts[-1], days_before=days_before):
        if charge.on < starts[-1]:
            totals[max(charge.on, today).replace(day=1)] += charge.summed.total_minor
    return tuple(MonthTotal(month, Money(totals[month], at_once.currency)) for month in starts[:-1])
