"""Golden tables for proration: each amount worked out by hand, as the comment beside it shows (SU-05, XB-23)."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.billing.facts_strategy import paid, terms

from selvbetjening.domain.billing.rules.facts import DiscountFacts, TermsFacts
from selvbetjening.domain.billing.rules.lines import charge_lines, credit_lines
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.domain.catalog.rules.prices import Pricing, Tier
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Period, period_from

MONTH, YEAR, WEEK = Interval("month", 1), Interval("year", 1), Interval("week", 1)


def agreed(of: TermsFacts, start: date, quantity: int = 1, *discounts: DiscountFacts) -> Agreed:
    return Agreed(of, quantity, period_from(start, of.interval, anchor_day=start.day), start.day, discounts)


def back(of: Agreed, day: date) -> int:
    """What is given back from this day on of the period, fully charged."""
    whole = of.current
    price = of.worth(whole)
    category = "S" if of.terms.vat_basis_points else "Z"
    held = paid(price.minor, whole, currency=price.currency)
    assert held.lines[0].vat_category == category
    return -sum(line.net.minor for line in credit_lines(charged=held, agreed=of, rest=Period(day, whole.ends_on)))


def on(of: Agreed, day: date, until: date) -> list[int]:
    return [line.net.minor for line in charge_lines(agreed=of, days=Period(day, until))]


MONTHS = [
    # first day of the period, day of the change, price, given back (unused days / days of the period)
    (date(2026, 2, 1), date(2026, 2, 8), 20_000, 15_000),  # 21 of 28: 20000 * 3/4
    (date(2028, 2, 1), date(2028, 2, 8), 20_000, 15_172),  # leap year, 22 of 29: 15172.41
    (date(2028, 2, 1), date(2028, 2, 29), 29_000, 1_000),  # the leap day alone: 1 of 29
    (date(2026, 4, 1), date(2026, 4, 16), 20_001, 10_001),  # 15 of 30: 10000.5, half up
    (date(2026, 3, 1), date(2026, 3, 29), 31_000, 3_000),  # the day of 23 hours and two more: 3 of 31
    (date(2026, 10, 1), date(2026, 10, 25), 31_000, 7_000),  # the day of 25 hours and six more: 7 of 31
    (date(2026, 1, 31), date(2026, 2, 14), 28_000, 14_000),  # 31 January to 28 February is 28 days: 14 left
    (date(2028, 1, 31), date(2028, 2, 14), 29_000, 15_000),  # and 29 days in a leap year: 15 left
    (date(2026, 12, 31), date(2027, 1, 1), 31_000, 30_000),  # over the new year: 30 of 31
    (date(2026, 3, 1), date(2026, 3, 1), 19_999, 19_999),  # the first day: everything
]


@pytest.mark.parametrize(("start", "day", "price", "expected"), MONTHS)
def test_months_of_28_to_31_days_su_05(start: date, day: date, price: int, expected: int) -> None:
    """SU-05: whole days of Copenhagen; leap day, summer time and short months by their own days."""
    assert back(agreed(terms(price), start), day) == expected


INTERVALS = [
    # from interval, price; to interval, price; period's first day; change; given back; charged on, line by line
    (MONTH, 20_000, YEAR, 365_000, date(2026, 3, 1), date(2026, 3, 10), 14_194, [22_000]),  # 22/31; 22/365
    (MONTH, 20_000, YEAR, 366_000, date(2027, 3, 1), date(2027, 3, 10), 14_194, [22_000]),  # year of 366 days
    (YEAR, 365_000, MONTH, 31_000, date(2026, 3, 1), date(2026, 12, 15), 76_000, [17_000, 62_000]),
    # 76/365 back; on: 17 of December's 31 days (15. to 31.), then January and February whole
    (YEAR, 366_000, MONTH, 29_000, date(2027, 3, 1), date(2028, 2, 1), 29_000, [29_000]),  # February of 29 days, whole
    (YEAR, 365_000, WEEK, 7_000, date(2026, 3, 1), date(2027, 2, 24), 5_000, [4_000, 1_000]),
    # weeks from 1 March 2026: the 52nd begins 21 February: 4 of its 7 days, then 1 of the next that the year cuts
    (MONTH, 31_000, Interval("day", 10), 10_000, date(2026, 3, 1), date(2026, 3, 6), 26_000, [5_000, 20_000, 1_000]),
]


@pytest.mark.parametrize(("own", "price", "other", "wanted", "start", "day", "returned", "charged"), INTERVALS)
def test_from_one_interval_to_another_su_03_su_05(
    own: Interval,
    price: int,
    other: Interval,
    wanted: int,
    start: date,
    day: date,
    returned: int,
    charged: list[int],
) -> None:
    """SU-03, SU-05: the renewal stays; the rest is measured by the other terms' own periods from the period's start."""
    mine = agreed(terms(price, interval=own), start)
    assert back(mine, day) == returned
    assert on(mine.on(terms(wanted, interval=other, number=2), 1), day, mine.current.ends_on) == charged


def test_tiers_su_05() -> None:
    """SU-05: 12 units: graduated 10 at 10.00 and 2 at 8.00 are 116.00, volume 12 at 8.00 and a fee of 5.00 101.00."""
    tiers = (Tier(10, Money(1_000, "DKK"), Money(0, "DKK")), Tier(None, Money(800, "DKK"), Money(500, "DKK")))
    zero = Money(0, "DKK")
    graduated = replace(terms(0), pricing=Pricing("graduated", zero, zero, tiers))
    volume = replace(terms(0), pricing=Pricing("volume", zero, Money(1_000, "DKK"), tiers))
    april = date(2026, 4, 1)
    assert on(agreed(graduated, april, 12), april, date(2026, 5, 1)) == [10_000, 1_600, 500]
    assert on(agreed(volume, april, 12), april, date(2026, 5, 1)) == [9_600, 500, 1_000]
    assert back(agreed(graduated, april, 12), date(2026, 4, 21)) == 4_033  # 12100 / 3 = 4033.33
    assert on(agreed(volume, april, 12), date(2026, 4, 16), date(2026, 5, 1)) == [5_550]  # half of 11100


@pytest.mark.parametrize(("currency", "price", "expected"), [("DKK", 9_999, 3_333), ("EUR", 1_000, 333), ("SEK", 5, 2)])
def test_three_currencies_su_05(currency: str, price: int, expected: int) -> None:
    """SU-05: 10 of 30 days in each: 3333, 333.33, and 1.67 öre, which is 2."""
    mine = replace(terms(0), pricing=Pricing("per_unit", Money(price, currency), Money(0, currency)))
    found = agreed(mine, date(2026, 4, 1))
    assert back(found, date(2026, 4, 21)) == expected
    assert charge_lines(agreed=found, days=found.current)[0].net == Money(price, currency)


def test_discounts_that_end_in_the_middle_of_a_period_su_05() -> None:
    """SU-05: 20 % off up to 15 April: 14 days at 80 % and 16 at full price; 50 kr. off an amount, by the same days."""
    april, may = date(2026, 4, 1), date(2026, 5, 1)
    fifth = DiscountFacts(2_000, None, date(2026, 1, 1), date(2026, 4, 15))
    amount = DiscountFacts(None, Money(5_000, "DKK"), date(2026, 1, 1), date(2026, 4, 15))
    assert on(agreed(terms(30_000), april, 1, fifth), april, may) == [11_200, 16_000]  # 24000*14/30, 30000*16/30
    assert on(agreed(terms(30_000), april, 1, amount), april, may) == [11_667, 16_000]  # 25000*14/30 = 11666.67
    assert back(agreed(terms(30_000), april, 1, fifth), date(2026, 4, 11)) == 3_200 + 16_000  # 4 days at 80 %, 16 full
    whole = DiscountFacts(2_000, None, april, may)
    (line,) = charge_lines(agreed=agreed(terms(30_000), april, 2, whole), days=Period(april, may))
    assert (line.text_da, line.net.minor, line.discount) == ("2 × Basis, 20 % rabat", 48_000, Money(12_000, "DKK"))
    free = DiscountFacts(10_000, None, april, date(2026, 4, 15))
    assert on(agreed(terms(30_000), april, 1, free), april, may) == [16_000]


def test_backward_charging_asks_for_used_days_su_05() -> None:
    """SU-05: 10 of 31 days of March at 310.00 are 100.00, and 21 at 620.00 are 420.00."""
    mine = agreed(replace(terms(31_000), charging="backward"), date(2026, 3, 1))
    assert on(mine, date(2026, 3, 1), date(2026, 3, 11)) == [10_000]
    dear = mine.on(replace(terms(62_000), charging="backward"), 1)
    assert on(dear, date(2026, 3, 11), date(2026, 4, 1)) == [42_000]
