"""The rest of a period on terms of another interval is measured by that interval's own periods (SU-03, SU-05)."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import (
    DAYS,
    INTERVALS,
    QUANTITIES,
    any_terms,
    asked,
    issued,
    paid,
    standing,
    terms,
)

from selvbetjening.domain.billing.rules.charged import Charged
from selvbetjening.domain.billing.rules.facts import Facts, TermsFacts
from selvbetjening.domain.billing.rules.lines import charge_lines, credit_lines
from selvbetjening.domain.billing.rules.offers import offer
from selvbetjening.domain.billing.rules.quotes import Offer, QuoteLine
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.kernel.money import sum_money
from selvbetjening.kernel.periods import Interval, Period, period_from, periods_until

MONTH, YEAR = Interval("month", 1), Interval("year", 1)


def change(mine: TermsFacts, wanted: TermsFacts, period: Period, today: date, *, quantity: int = 1) -> Offer:
    subscription = standing(mine, period, quantity=quantity, anchor_day=period.starts_on.day)
    return offer(facts=Facts("change", UUID(int=5), "consumer", 8, today, subscription, wanted))


def said(lines: tuple[QuoteLine, ...]) -> list[tuple[str, int, int, date, date]]:
    return [(line.text_da, line.quantity, line.net.minor, line.starts_on, line.ends_on) for line in lines]


def test_a_year_is_left_for_months_at_their_own_days_su_05() -> None:
    """SU-05: seven of October's 31 days at 299 kr. and three whole months: 964.52, not 299 · 99/28 = 1,057.18."""
    year = Period(date(2026, 2, 28), date(2027, 2, 28))
    mine, wanted = terms(299_000, interval=YEAR, name="Fri træning"), terms(29_900, name="All hours", number=2)
    today, whole = date(2026, 11, 21), date(2026, 11, 28)
    made = change(mine, wanted, year, today)
    assert said(made.lines) == [
        ("Tilbage for Fri træning (årsvis), 99 af 365 dage", -1, -81_099, today, year.ends_on),
        ("7 af 31 dage på All hours (månedsvis)", 1, 6_752, today, whole),
        ("All hours (månedsvis)", 3, 89_700, whole, year.ends_on),
    ]
    assert (made.net.minor, made.timing, made.next_on) == (96_452 - 81_099, "now", year.ends_on)
    assert made.lines[1].text_en == "7 of 31 days on All hours (monthly)"


def test_of_several_units_a_month_is_still_counted_as_a_month_su_05() -> None:
    """SU-05: quantity counts the months; the text says of how many units."""
    year = Period(date(2026, 2, 28), date(2027, 2, 28))
    mine, wanted = terms(299_000, interval=YEAR), terms(29_900, name="All hours", number=2)
    made = change(mine, wanted, year, date(2026, 11, 21), quantity=2)
    assert said(made.lines[1:]) == [
        ("7 af 31 dage på All hours (månedsvis)", 2, 13_503, date(2026, 11, 21), date(2026, 11, 28)),
        ("2 × All hours (månedsvis)", 3, 179_400, date(2026, 11, 28), date(2027, 2, 28)),
    ]


def test_month_to_month_and_month_to_year_stay_as_they_were_su_05() -> None:
    """SU-05: 24 of 30 days: 159.20 back and 239.20 on; and a year's price for them is 24/365 of it."""
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    basis, free = terms(19_900, name="Basis"), terms(29_900, name="Fri træning", number=2)
    made = change(basis, free, april, date(2026, 4, 7))
    assert said(made.lines) == [
        ("Tilbage for Basis (månedsvis), 24 af 30 dage", -1, -15_920, date(2026, 4, 7), april.ends_on),
        ("Resten af perioden på Fri træning (månedsvis), 24 af 30 dage", 1, 23_920, date(2026, 4, 7), april.ends_on),
    ]
    yearly = change(basis, terms(299_000, interval=YEAR, number=2), april, date(2026, 4, 7))
    assert [line.net.minor for line in yearly.lines] == [-15_920, 19_660]


def test_parts_at_both_ends_are_rounded_together_su_05() -> None:
    """SU-05: 19 of 59 days and 31 of 61 at 100.03 kr. are 32.21 and 50.83 each, and 83.05 together: the last has it."""
    two_months, five = Interval("month", 2), Period(date(2026, 1, 1), date(2026, 6, 1))
    rest = Period(date(2026, 2, 10), five.ends_on)
    lines = charge_lines(agreed=Agreed(terms(10_003, interval=two_months), 1, five, 1), days=rest)
    assert [(line.text_en, line.net.minor) for line in lines] == [
        ("19 of 59 days on Basis (every 2 months)", 3_221),
        ("Basis (every 2 months)", 10_003),
        ("31 of 61 days on Basis (every 2 months)", 5_084),
    ]


@dataclass(frozen=True)
class Days:
    """An oracle that knows nothing of shares: the price of every single day of a period, exactly."""

    current: Period
    anchor_day: int

    def price(self, of: TermsFacts, quantity: int, days: Period) -> Fraction:
        found = Fraction(0)
        for own in periods_until(self.current.starts_on, of.interval, anchor_day=self.anchor_day, until=days.last_day):
            mine = sum(days.contains(own.starts_on + timedelta(days=day)) for day in range(own.days))
            found += Fraction(of.price(quantity).minor * mine, own.days)
        return found


@st.composite
def years_and_months(draw: st.DrawFn) -> tuple[Days, list[tuple[date, TermsFacts]]]:
    """A period of a year or a month, and the terms that hold in it from which day on; the first from its start."""
    prices = st.integers(0, 5_000_00)
    any_of = st.builds(
        lambda price, interval, number: terms(price, interval=interval, number=number),
        prices,
        st.sampled_from([MONTH, YEAR]),
        st.integers(1, 9),
    )
    start = draw(DAYS)
    anchor = draw(st.sampled_from([start.day, 31])) if start.day >= 28 else start.day
    first = draw(any_of)
    current = period_from(start, first.interval, anchor_day=anchor)
    days = sorted(draw(st.lists(st.integers(0, current.days - 1), max_size=6)))
    return Days(current, anchor), [(start, first), *((start + timedelta(days=day), draw(any_of)) for day in days)]


@given(years_and_months(), QUANTITIES)
def test_any_changes_cost_what_their_days_cost_su_05(
    story: tuple[Days, list[tuple[date, TermsFacts]]], quantity: int
) -> None:
    """SU-05, XB-23: after any changes the period has cost each day's price on the terms of that day, ± 1 øre each."""
    oracle, changes = story
    current, anchor = oracle.current, oracle.anchor_day
    (_, mine), *changes = changes
    held: Charged | None = paid(mine.price(quantity).minor, current)
    total, exact, since = mine.price(quantity).minor, Fraction(0), current.starts_on
    for today, wanted in changes:
        rest = Period(today, current.ends_on)
        agreed = Agreed(mine, quantity, current, anchor)
        back = credit_lines(charged=held, agreed=agreed, rest=rest) if held else ()
        on = charge_lines(agreed=agreed.on(wanted, quantity), days=rest)
        if today > since:
            exact += oracle.price(mine, quantity, Period(since, today))
        net = sum_money((line.net for line in on), "DKK")
        total += sum(line.net.minor for line in back) + net.minor
        held, mine, since = issued(*on) if on else None, wanted, today
    exact += oracle.price(mine, quantity, Period(since, current.ends_on))
    assert abs(total - exact) <= len(changes)


@given(years_and_months(), st.data(), QUANTITIES)
def test_up_and_down_again_nets_to_zero_however_the_days_were_charged_xb_23(
    story: tuple[Days, list[tuple[date, TermsFacts]]], data: st.DataObject, quantity: int
) -> None:
    """XB-23: also when the days to be given back were charged by an earlier change, of another interval."""
    oracle, changes = story
    begun_on, mine = changes[-1]
    other = data.draw(any_terms(number=2))
    current, anchor = oracle.current, oracle.anchor_day
    today = begun_on + timedelta(days=data.draw(st.integers(0, (current.ends_on - begun_on).days - 1)))
    agreed = Agreed(mine, quantity, current, anchor)

    def on(of: TermsFacts, since: date) -> tuple[QuoteLine, ...]:
        return charge_lines(agreed=agreed.on(of, quantity), days=Period(since, current.ends_on))

    def back(of: TermsFacts, since: date) -> tuple[QuoteLine, ...]:
        lines, rest = on(of, since), Period(today, current.ends_on)
        return credit_lines(charged=issued(*lines), agreed=agreed.on(of, quantity), rest=rest) if lines else ()

    found = (*back(mine, begun_on), *on(other, today), *back(other, today), *on(mine, today))
    assert sum(line.net.minor for line in found) == 0


@given(st.data(), INTERVALS, QUANTITIES)
def test_no_line_charges_more_than_its_days_cost_su_05(data: st.DataObject, interval: Interval, quantity: int) -> None:
    """SU-05: every line is its own days' price to the øre, the lines touch, and their sum is rounded only once."""
    start, of = data.draw(DAYS), data.draw(any_terms(number=1))
    current = period_from(start, interval, anchor_day=start.day)
    rest = Period(start + timedelta(days=data.draw(st.integers(0, current.days - 1))), current.ends_on)
    lines = charge_lines(agreed=Agreed(of, quantity, current, start.day), days=rest)
    oracle = Days(current, start.day)
    for line in lines:
        exact = oracle.price(of, quantity, Period(line.starts_on, line.ends_on))
        assert abs(line.net.minor - exact) <= 1
        assert line.net.minor > 0
        assert abs(line.net.minor - asked(line)) <= 1
    assert abs(sum(line.net.minor for line in lines) - oracle.price(of, quantity, rest)) * 2 <= 1
    starts = [line.starts_on for line in lines]
    assert starts == sorted(starts)


@settings(deadline=None)  # one example asks for every fifth day of a year
@given(years_and_months(), st.integers(0, 10**7))
def test_of_an_odd_amount_a_share_is_given_back_and_never_more(
    story: tuple[Days, list[tuple[date, TermsFacts]]], odd: int
) -> None:
    """What was charged may be another price than today's: everything on the first day, less each day, never below 0."""
    oracle, changes = story
    begun_on, of = changes[-1]
    current = oracle.current
    held = paid(odd, Period(begun_on, current.ends_on))
    agreed, left = Agreed(of, 1, current, oracle.anchor_day), odd
    for day in range(0, (current.ends_on - begun_on).days, 5):
        rest = Period(begun_on + timedelta(days=day), current.ends_on)
        given_back = -sum(line.net.minor for line in credit_lines(charged=held, agreed=agreed, rest=rest))
        assert 0 <= given_back <= left
        assert day or given_back == odd
        left = given_back
