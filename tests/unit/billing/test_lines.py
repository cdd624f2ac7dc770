"""Lines and totals are exact, whatever the days and prices (SU-05, INV-14, XB-23)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import INTERVALS, QUANTITIES, any_terms, asked, issued, moments, paid, terms

from selvbetjening.domain.billing.rules.charged import Charged
from selvbetjening.domain.billing.rules.facts import TermsFacts
from selvbetjening.domain.billing.rules.lines import charge_lines, credit_lines
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.domain.invoicing.rules import totals
from selvbetjening.kernel.days import days_between, start_of_day
from selvbetjening.kernel.money import Money, round_half_up, sum_money
from selvbetjening.kernel.periods import Interval, Period, period_from

NETS = st.lists(st.tuples(st.sampled_from([0, 1200, 2500]), st.integers(-(10**9), 10**9)), max_size=20)


def net(lines: Iterable[QuoteLine]) -> Money:
    return sum_money((line.net for line in lines), "DKK")


def credit(held: Charged, of: TermsFacts, quantity: int, rest: Period, *, anchor_day: int = 1) -> Money:
    """What is given back, as a positive amount, in the period that was paid for."""
    agreed = Agreed(of, quantity, held.days, anchor_day)
    return -net(credit_lines(charged=held, agreed=agreed, rest=rest))


@given(NETS)
def test_totals_are_exact_inv_14(nets: list[tuple[int, int]]) -> None:
    """INV-14: VAT once per rate, half up; nets, VAT and total sum exactly; the negative is the mirror image."""
    summed = totals(nets=nets)
    assert summed.net_minor == sum(net for _, net in nets)
    assert summed.vat_minor == sum(vat for _, vat in summed.groups.values())
    assert summed.total_minor == summed.net_minor + summed.vat_minor
    for rate, (net, vat) in summed.groups.items():
        assert vat == round_half_up(net * rate, 10_000)
    assert totals(nets=[(rate, -net) for rate, net in nets]).total_minor == -summed.total_minor


def test_half_an_oere_is_rounded_up_inv_14() -> None:
    """INV-14: 25 % of 2 øre is half an øre: 1; once per rate, so 0.02 twice is 0.01 and not 0.02."""
    assert totals(nets=[(2500, 2)]).vat_minor == 1
    assert totals(nets=[(2500, 2), (2500, 2)]).vat_minor == 1
    assert totals(nets=[(2500, 2), (0, 2)]).vat_minor == 1


@given(st.data(), QUANTITIES)
def test_up_and_down_again_the_same_day_nets_to_zero_xb_23(data: st.DataObject, quantity: int) -> None:
    """XB-23, SU-05: to the øre, with VAT, for any two terms, day, anchor day and quantity."""
    one = data.draw(any_terms(number=1))
    other = data.draw(any_terms(number=2))
    period, today, anchor = data.draw(moments(of=one))
    rest, agreed = Period(today, period.ends_on), Agreed(one, quantity, period, anchor)
    first = charge_lines(agreed=agreed, days=period)
    back = credit_lines(charged=issued(*first), agreed=agreed, rest=rest) if first else ()
    on = agreed.on(other, quantity)
    up = charge_lines(agreed=on, days=rest)
    up_back = credit_lines(charged=issued(*up), agreed=on, rest=rest) if up else ()
    down = charge_lines(agreed=agreed, days=rest)
    assert net(up) + net(up_back) == Money(0, "DKK")
    assert net(back) + net(down) == Money(0, "DKK")
    there = totals(nets=[(line.vat_basis_points, line.net.minor) for line in (*back, *up)])
    and_back = totals(nets=[(line.vat_basis_points, line.net.minor) for line in (*up_back, *down)])
    assert there.total_minor + and_back.total_minor == 0
    for line in (*first, *back, *up, *up_back, *down):
        assert abs(line.net.minor - asked(line)) <= 1


@given(st.data(), QUANTITIES)
def test_nobody_gets_back_more_than_they_paid(data: st.DataObject, quantity: int) -> None:
    """Day by day the credit falls, from everything on the first day to something above nothing on the last."""
    one = data.draw(any_terms(number=1))
    period, today, anchor = data.draw(moments(of=one))
    held = paid(one.price(quantity).minor, period)
    back = credit(held, one, quantity, Period(today, period.ends_on), anchor_day=anchor)
    assert Money(0, "DKK") <= back <= held.net
    if today == period.starts_on:
        assert back == held.net
    if today > period.starts_on:
        earlier = Period(today - timedelta(days=1), period.ends_on)
        assert credit(held, one, quantity, earlier, anchor_day=anchor) >= back


@given(st.data(), QUANTITIES)
def test_the_used_days_and_the_rest_make_the_whole_su_05(data: st.DataObject, quantity: int) -> None:
    """SU-05: what was used up is what was paid minus what is given back; no øre is lost between the two."""
    one = data.draw(any_terms(number=1))
    period, today, anchor = data.draw(moments(of=one))
    held = paid(one.price(quantity).minor, period)
    rest = Period(today, period.ends_on)
    used = held.net - credit(held, one, quantity, rest, anchor_day=anchor)
    exact = held.net.minor * days_between(period.starts_on, today)
    assert abs(used.minor * period.days - exact) * 2 <= period.days


def test_days_are_whole_days_in_copenhagen_su_05() -> None:
    """SU-05: the day with 23 hours and the day with 25 hours cost as much as any other."""
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    assert (start_of_day(date(2026, 3, 30)) - start_of_day(date(2026, 3, 29))).total_seconds() == 23 * 3600
    assert (start_of_day(date(2026, 10, 26)) - start_of_day(date(2026, 10, 25))).total_seconds() == 25 * 3600
    for period in (march, october):
        held = paid(31_00, period)
        for day in range(31):
            rest = Period(period.starts_on + timedelta(days=day), period.ends_on)
            assert credit(held, terms(3100), 1, rest).minor == 100 * (31 - day)


def test_a_leap_day_is_a_day_su_05() -> None:
    """SU-05: one day of 29 in February 2028, one of 28 in 2027, one of 366 in a year across the leap day."""
    rate = terms(29 * 28 * 100)
    for year, days in ((2028, 29), (2027, 28)):
        february = Period(date(year, 2, 1), date(year, 3, 1))
        held = paid(29 * 28 * 100, february)
        last = Period(february.last_day, february.ends_on)
        assert credit(held, rate, 1, last).minor * days == 29 * 28 * 100
    march = Period(date(2027, 3, 1), date(2027, 4, 1))
    (line,) = charge_lines(agreed=Agreed(terms(36600, interval=Interval("year", 1)), 1, march, 1), days=march)
    assert line.net.minor == 31 * 100


def test_another_interval_is_prorated_by_its_own_days_su_03() -> None:
    """SU-03: a year's price for the rest of March is that many 365ths; the renewal day stays where it is."""
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    rest = Period(date(2026, 3, 10), date(2026, 4, 1))
    yearly = terms(365_000, interval=Interval("year", 1))
    (line,) = charge_lines(agreed=Agreed(yearly, 1, march, 1), days=rest)
    assert (line.net.minor, line.starts_on, line.ends_on) == (22_000, rest.starts_on, rest.ends_on)


@given(st.data(), INTERVALS)
def test_the_full_rest_of_the_same_interval_is_the_full_price(data: st.DataObject, interval: Interval) -> None:
    one = replace(data.draw(any_terms(number=1)), interval=interval, id=UUID(int=7))
    period, _, anchor = data.draw(moments(of=one))
    assert period == period_from(period.starts_on, interval, anchor_day=anchor)
    lines = charge_lines(agreed=Agreed(one, 2, period, anchor), days=period)
    assert net(lines) == one.price(2)
