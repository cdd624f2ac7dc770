"""What an order and a cancellation promise is what is charged: the least total, and all that still comes (ORD-1)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_resubscribe import quote_resubscribe
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.actions.quote_withdraw import quote_withdraw
from selvbetjening.domain.billing.actions.undo import undo
from selvbetjening.domain.billing.queries.orders import order_of
from selvbetjening.domain.billing.rules.law.ordering import OrderWords
from selvbetjening.domain.billing.rules.law.wording import order_words
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.catalog.models import Coupon
from selvbetjening.domain.invoicing.models import CreditNote
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 11, 21)
BOUND = {"unit_price_minor": 19_920, "trial_days": 14, "commitment_count": 6, "commitment_unit": "month"}


def started_quote(mine: Deal, terms: Any, day: date) -> QuoteView:
    return quote_start(mine.organization, account=mine.account.id, terms=terms.id, at=noon(day))


def charged(mine: Deal) -> int:
    """All that was invoiced less all that was credited, incl. VAT."""
    with within(mine.organization):
        notes = sum(note.total.minor for note in CreditNote.objects.filter(account=mine.account))
    return sum(invoice.total.minor for invoice in mine.invoices()) - notes


def run_until(mine: Deal, one: UUID, last: date) -> None:
    """The billing run of every day on which it has something to do."""
    while (found := mine.subscription(one)).state != "ended" and found.renews_on <= last:
        mine.run(found.renews_on)


def words_of(mine: Deal, order: QuoteView) -> OrderWords:
    with within(mine.organization):
        return order_words(order=order_of(mine.organization, offer=order, party="consumer", language="da", today=DAY))


def test_order_and_cancel_page_name_one_amount_and_it_is_charged_ord_1() -> None:
    """ORD-1, CAN-1: 249.00 a month, 14 days free, bound to 20 May: five months, and 16 of 31 days.

    16/31 of 199.20 are 102.81, with VAT 128.51: in all 1,373.51, said before the order, by the cancellation, by its
    twelve months, and by the invoices in the end.
    """
    mine = deal(party_type="consumer")
    terms = make.terms(mine.basis.plan, **BOUND)
    order = started_quote(mine, terms, DAY)
    assert (order.charge_today.minor, order.least.minor if order.least else 0) == (0, 5 * 24_900 + 12_851)
    assert (
        words_of(mine, order).binding
        == "Du er bundet til og med 20. maj 2027. I den tid betaler du mindst 1.373,51\xa0kr. inkl. moms."
    )
    one = mine.confirm(order.id, DAY).subscription
    end = quote_cancel(mine.organization, account=mine.account.id, subscription=one, at=noon(DAY))
    assert (end.ends_on, end.rest, end.rest_payments) == (date(2027, 5, 21), order.least, 6)
    assert (end.rest_from, sum(month.total.minor for month in end.forecast_change)) == (
        date(2026, 12, 5),
        137_351,
    )
    mine.confirm(end.id, DAY)
    run_until(mine, one, date(2027, 6, 30))
    assert (charged(mine), mine.subscription(one).state) == (137_351, "ended")


def test_nothing_is_charged_any_more_of_a_month_that_is_paid_ord_1() -> None:
    """SU-04: a month that is paid and is cancelled to its end costs nothing more, and the page says so."""
    mine = deal()
    one = mine.started(date(2026, 3, 1))
    end = quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(date(2026, 3, 10)))
    assert (end.rest.minor if end.rest else None, end.rest_payments, end.rest_from) == (0, 0, None)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    price=st.integers(100, 100_000),
    trial=st.sampled_from([0, 0, 7, 14, 30]),
    binding=st.sampled_from([None, (2, "month"), (6, "month"), (12, "month")]),
    notice=st.sampled_from([None, (14, "day"), (1, "month"), (3, "month")]),
    interval=st.sampled_from([(1, "month"), (14, "day"), (3, "month"), (1, "year")]),
    charging=st.sampled_from(["forward", "backward"]),
    percent=st.sampled_from([0, 1250, 10_000]),
    party=st.sampled_from(["consumer", "business"]),
    later=st.integers(0, 70),
)
def test_what_a_cancellation_says_is_what_the_run_issues_ord_1_can_1(
    day: date, price: int, trial: int, binding: Any, notice: Any, interval: Any, charging: str, percent: int,
    party: str, later: int,
) -> None:  # fmt: skip
    """ORD-1, CAN-1, CAN-4, CM-02: for any terms the amounts of both quotes are the invoices', to the øre."""
    mine = deal(party_type=party)
    lengths = {f"{name}_{part}": value for name, pair in (("commitment", binding), ("notice", notice)) if pair
               for part, value in zip(("count", "unit"), pair, strict=True)}  # fmt: skip
    terms = make.terms(
        mine.basis.plan, unit_price_minor=price, trial_days=trial, charging=charging,
        interval_count=interval[0], interval_unit=interval[1], **lengths,
    )  # fmt: skip
    code = "TO" if percent else ""
    if percent:
        with within(mine.organization):
            Coupon.objects.create(organization=mine.owner, code=code, percent_basis_points=percent, periods=2)
    order = quote_start(mine.organization, account=mine.account.id, terms=terms.id, coupon=code, at=noon(day))
    one = mine.confirm(order.id, day).subscription
    on = day + timedelta(days=later)
    run_until(mine, one, on)
    before = charged(mine)
    end = quote_cancel(mine.organization, account=mine.account.id, subscription=one, at=noon(on))
    mine.confirm(end.id, on)
    assert end.ends_on is not None and end.rest is not None
    run_until(mine, one, end.ends_on)
    assert charged(mine) - before == end.charge_today.minor - end.credited.minor + end.rest.minor
    if later == 0 and binding:
        assert order.least is not None and order.least.minor == charged(mine)
    if end.ends_on < date(on.year + 1, on.month, 1):
        total = sum(month.total.minor for month in end.forecast_change)
        assert total == end.charge_today.minor - end.credited.minor + end.rest.minor


def test_a_plan_is_free_to_try_once_ord_1() -> None:
    """One trial for each account and plan: not after a withdrawal, not anew, not on the plan's other terms."""
    mine = deal(party_type="consumer")
    terms = make.terms(mine.basis.plan, **BOUND)
    other = make.terms(mine.basis.plan, unit_price_minor=30_000, trial_days=30)
    elsewhere = make.terms(mine.free.plan, unit_price_minor=30_000, trial_days=30)
    first = started_quote(mine, terms, DAY)
    waiting = started_quote(mine, other, DAY)
    assert (first.trial_used, first.trial_ends_on) == (False, date(2026, 12, 5))
    one = mine.confirm(first.id, DAY).subscription
    with pytest.raises(Exception, match="quote_stale"):
        mine.confirm(waiting.id, DAY)  # it was shown as free, and is not any more
    out = quote_withdraw(mine.organization, account=mine.account.id, subscription=one, at=noon(DAY))
    mine.confirm(out.id, DAY)
    again = quote_resubscribe(mine.organization, account=mine.account.id, subscription=one, at=noon(DAY))
    anew, sibling = started_quote(mine, terms, DAY), started_quote(mine, other, DAY)
    for quote, price in ((again, 24_900), (anew, 24_900), (sibling, 37_500)):
        assert (quote.trial_used, quote.trial_ends_on, quote.charge_today.minor) == (True, None, price)
    assert (
        words_of(mine, again).price_after_trial == "Du har haft den gratis prøvetid før, så du betaler fra første dag."
    )
    assert started_quote(mine, elsewhere, DAY).trial_ends_on is not None  # another plan has its own
    second = mine.subscription(mine.confirm(again.id, DAY).subscription)
    assert (second.trial_ends_on, second.anchor_day, charged(mine)) == (None, 21, 24_900)


def test_an_order_undone_on_its_day_has_not_used_the_trial_cm_03() -> None:
    """CM-03: a slip of the hand costs no trial; from the next day on it does, so that none lasts for ever."""
    mine = deal(party_type="consumer")
    terms = make.terms(mine.basis.plan, **BOUND)
    one = mine.confirm(started_quote(mine, terms, DAY).id, DAY).subscription
    undo(mine.organization, account=mine.account.id, subscription=one, actor=ACTOR, at=noon(DAY))
    assert not started_quote(mine, terms, DAY).trial_used
    assert started_quote(mine, terms, DAY + timedelta(days=1)).trial_used
