"""Invoiced before the renewal: each period once and on its day, whatever is done in between (fenerum-api.md 8)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import Error, connection
from procrastinate.exceptions import ConnectorException

from selvbetjening.domain.billing.actions.look_ahead import looked_ahead
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_reactivate import quote_reactivate
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.actions.remove_scheduled_change import remove_scheduled_change
from selvbetjening.domain.billing.actions.sweep import sweep
from selvbetjening.domain.billing.actions.undo import undo
from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.billing.queries import forecast, next_charge
from selvbetjening.domain.billing.queries.next_payments import next_payment
from selvbetjening.domain.billing.queries.outlook import upcoming
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.subscriptions.actions.note import note
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.periods import period_from
from tests import make
from tests.story.billing.crowd import TODAY, crowd, outcome
from tests.story.billing.deal import ACTOR, Deal, deal, noon
from tests.story.billing.test_rights import act, ledger, notes, owed, settings
from tests.story.billing.test_run import Executioner, bill, in_a_thread

pytestmark = pytest.mark.usefixtures("database")

FIRST, NEXT, MAY, DAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1), timedelta(days=1)
KEY = "pre_renewal_invoicing"


def says(mine: Deal, one: Subscription, wanted: bool | int) -> None:
    note(mine.organization, subscription=one.id, noted={KEY: wanted}, actor=SYSTEM, at=make.AT)


def lines(mine: Deal) -> list[tuple[date, date, date]]:
    """Every invoice line: issued, and its days."""
    return [
        (paper.issued_on, line.starts_on, line.ends_on)
        for paper in mine.invoices()
        for line in paper.lines.all()
        if line.starts_on and line.ends_on
    ]


def test_each_subscription_by_its_own_number_of_days() -> None:
    """Invoice date that day, the period's dates unchanged, due by the payment terms; and none for who wants none."""
    mine = deal()
    settings(mine, invoice_days_before=10, invoice_before_for="asked")
    by_company, own, never, silent = (mine.started(FIRST) for _ in range(4))
    says(mine, by_company, True)
    says(mine, own, 25)
    says(mine, never, False)
    for day in range(31):
        mine.run(FIRST + DAY * day)
    found = {line.subscription_id: paper for paper in mine.invoices()[4:] for line in paper.lines.all()}
    issued = {one.id: found[one.id].issued_on if one.id in found else None for one in (by_company, own, never, silent)}
    assert list(issued.values()) == [date(2026, 3, 22), date(2026, 3, 7), None, None]
    paper = found[own.id]
    assert paper.due_on == paper.issued_on + timedelta(days=mine.owner.payment_terms_days)
    assert [(line.starts_on, line.ends_on) for line in paper.lines.all()] == [(NEXT, MAY)]
    mine.run(NEXT)
    assert sorted(begins for _, begins, _ in lines(mine)) == [FIRST] * 4 + [NEXT] * 4
    settings(mine, invoice_days_before=10, invoice_before_for="all")
    mine.run(date(2026, 4, 21))
    assert {row.subscription_id for row in periods(mine) if row.starts_on == MAY} == {by_company.id, own.id, silent.id}


def periods(mine: Deal) -> list[BilledPeriod]:
    with within(mine.organization):
        return list(BilledPeriod.objects.order_by("starts_on"))


def test_month_ends_and_a_leap_year_day_by_day() -> None:
    """The 31st comes back after February, each ten days early; a day missed is made up for on the next."""
    mine = deal()
    one = mine.started(date(2028, 1, 31))
    says(mine, one, 10)
    for day in range(130):
        if day % 7 != 3:
            mine.run(date(2028, 1, 31) + DAY * day)
    assert lines(mine) == [
        (date(2028, 1, 31), date(2028, 1, 31), date(2028, 2, 29)),
        (date(2028, 2, 19), date(2028, 2, 29), date(2028, 3, 31)),
        (date(2028, 3, 21), date(2028, 3, 31), date(2028, 4, 30)),
        (date(2028, 4, 21), date(2028, 4, 30), date(2028, 5, 31)),
        (date(2028, 5, 21), date(2028, 5, 31), date(2028, 6, 30)),
    ]


def test_the_start_comes_to_what_it_said_however_early_the_rest_cm_02() -> None:
    """CM-02: forty days before are longer than a month: the next period is the run's matter, not the order's."""
    mine = deal()
    settings(mine, invoice_days_before=40)
    wish: dict[str, Any] = {"account": mine.account.id, "terms": mine.basis.id, "at": noon(FIRST)}
    later = quote_start(mine.organization, **wish, starts_on=date(2026, 3, 11))
    mine.confirm(later.id, FIRST)
    mine.run(FIRST)
    assert (later.charge_today.minor, later.next_on, owed(mine)) == (0, date(2026, 3, 11), 0)
    now = quote_start(mine.organization, **wish)
    mine.confirm(now.id, FIRST)
    assert (now.charge_today.minor, now.next_on, owed(mine)) == (25_000, FIRST, 25_000)
    mine.run(FIRST)
    assert lines(mine) == [(FIRST, FIRST, NEXT), (FIRST, NEXT, MAY)]


def test_pages_and_forecasts_tell_the_day_of_the_invoice() -> None:
    """The next charge, the next payment, the company's months and what an offer says; before the invoice and after."""
    mine = deal()
    one = mine.started(FIRST)
    says(mine, one, 10)
    for today, on, months in ((date(2026, 3, 5), date(2026, 3, 22), (20_000, 20_000, 20_000)),
                              (date(2026, 3, 25), date(2026, 4, 21), (0, 20_000, 20_000))):  # fmt: skip
        mine.run(today)
        with within(mine.organization):
            found = next_charge(mine.organization, account=mine.account.id, today=today)
            paid = next_payment(mine.organization, subscription=mine.subscription(one.id), today=today)
            year = forecast(mine.organization, account=mine.account.id, today=today)
            company = upcoming(mine.organization, today=today)["DKK"]
        assert found is not None
        assert paid is not None
        assert (found.on, found.net.minor, paid.on) == (on, 20_000, on)
        assert year[0].month == (on.replace(day=1))
        assert tuple(month.total.minor for month in company) == months
        more = quote_change(mine.organization, account=mine.account.id, subscription=one.id, quantity=2, at=noon(today))
        assert more.next_on == on
    with looked_ahead(mine.organization, account=mine.account.id, today=date(2026, 3, 25), until=date(2026, 4, 20)):
        assert len(mine.invoices()) == 2
    with looked_ahead(mine.organization, account=mine.account.id, today=date(2026, 3, 25), until=date(2026, 4, 21)):
        assert [paper.issued_on for paper in mine.invoices()] == [FIRST, date(2026, 3, 25), date(2026, 4, 21)]


def test_a_change_that_is_invoiced_ahead_happens_and_is_not_taken_away() -> None:
    """SU-06: its period is on an invoice at its price: it is neither removed nor replaced; a new plan waits behind."""
    mine = deal()
    one = mine.started(FIRST, mine.free)
    says(mine, one, 10)
    act(mine, quote_change, one, date(2026, 3, 10), terms=mine.basis.id)
    mine.run(date(2026, 3, 22))
    assert (ledger(mine), lines(mine)[-1]) == (50_000, (date(2026, 3, 22), NEXT, MAY))
    what: dict[str, Any] = {"account": mine.account.id, "subscription": one.id}
    with pytest.raises(Refused, match="change_invoiced"):
        remove_scheduled_change(mine.organization, **what, actor=ACTOR, at=noon(date(2026, 3, 23)))
    cheap = make.terms(mine.free.plan, unit_price_minor=10_000)
    with pytest.raises(Refused, match="change_invoiced"):
        quote_change(mine.organization, **what, terms=cheap.id, at=noon(date(2026, 3, 23)))
    cancelled = act(mine, quote_cancel, one, date(2026, 3, 23))
    assert (cancelled.ends_on, notes(mine)) == (NEXT, [20_000])
    act(mine, quote_reactivate, one, date(2026, 3, 24))
    mine.run(NEXT)
    mine.run(date(2026, 4, 21))
    assert {begins for _, begins, _ in lines(mine)} == {FIRST, NEXT, MAY}


def test_a_consumer_who_leaves_within_the_period_that_is_invoiced_gets_its_rest_back_can_4() -> None:
    """CAN-4: the planned change is invoiced, and begins before the end of the notice: it happens, the rest is back."""
    mine = deal(party_type="consumer")
    thirty = make.terms(mine.basis.plan, unit_price_minor=30_000, notice_unit="day", notice_count=30)
    one = mine.started(FIRST, thirty)
    says(mine, one, 14)
    act(mine, quote_change, one, date(2026, 3, 2), quantity=2)
    mine.run(date(2026, 3, 18))
    made = act(mine, quote_cancel, one, date(2026, 3, 20))
    assert made.ends_on is not None
    days = (made.ends_on - NEXT).days
    assert notes(mine) == [60_000 - (60_000 * days + 15) // 30]
    for day in range(60):
        mine.run(date(2026, 3, 20) + DAY * day)
    assert mine.subscription(one.id).state == "ended"
    assert sum(notes(mine)) == made.credited.minor * 4 // 5


def test_what_was_done_before_the_early_invoice_is_not_undone_after_it_cm_03() -> None:
    """CM-03: also when the number of days was lowered meanwhile, so that nothing seems due."""
    mine = deal()
    settings(mine, undo_hours=168)
    one = mine.started(FIRST)
    says(mine, one, 12)
    act(mine, quote_change, one, date(2026, 3, 19), terms=mine.free.id)
    mine.run(date(2026, 3, 20))
    says(mine, one, False)
    with pytest.raises(Refused, match="undo_closed"):
        undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(date(2026, 3, 21)))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_any_acts_and_any_settings_cost_each_day_once_xb_23(seed: int) -> None:
    """XB-23: what stands charged at the end is what each day cost on its own terms, to an øre for each act."""
    dice, day = Random(seed), date(2026, 1, 31)
    mine = deal(party_type=dice.choice(["business", "consumer"]))
    settings(mine, cancel_kinds=["today"], timing_quantity_down="now", undo_hours=0)
    one = mine.started(day, mine.free)
    cost, rounded = Fraction(0), 0
    acts: list[tuple[Any, dict[str, Any]]] = [
        *((quote_change, {"terms": terms.id}) for terms in (mine.basis, mine.free)),
        *((quote_change, {"quantity": quantity}) for quantity in (1, 3, 7)),
        (quote_cancel, {}), (quote_reactivate, {}), (quote_reactivate, {}),
    ]  # fmt: skip
    for _ in range(150):
        says(mine, one, dice.choice([True, False, 3, 12, 25, 31, 45])) if dice.random() < 0.1 else None
        mine.run(day)
        if dice.random() < 0.15:
            quote, wish = dice.choice(acts)
            before = owed(mine)
            try:
                made = act(mine, quote, one, day, **wish)
                assert owed(mine) - before == made.charge_today.minor - made.credited.minor
                rounded += 2
            except Refused:
                assert owed(mine) == before
        now = mine.subscription(one.id)
        if now.state == "ended" or (now.ends_on and now.ends_on <= day):
            break
        whole = period_days(now)
        cost += Fraction(now.terms.unit_price_minor * now.quantity, whole)
        day += DAY
    else:
        if mine.subscription(one.id).state == "cancelled":
            act(mine, quote_reactivate, one, day)
        mine.run(day)
        act(mine, quote_cancel, one, day, kind="today")
    assert abs(ledger(mine) - cost) <= 2 + rounded
    found = [row.starts_on for row in periods(mine)]
    assert len(found) == len(set(found))


def period_days(now: Subscription) -> int:
    terms: PlanTerms = now.terms
    return period_from(now.period_starts_on, terms.interval, anchor_day=now.anchor_day).days


def test_twice_two_at_once_and_killed_in_the_middle(superuser_connection: psycopg.Connection[Any]) -> None:
    """NUM-1, XB-25: the early invoices too are made once, with the same numbers, whatever happens to the run."""
    whole = crowd(early=True)
    counter = Executioner(superuser_connection, before=0)
    connection.ensure_connection()
    with connection.execute_wrapper(counter):
        made = bill(whole)
    wanted = outcome(whole)
    assert any(starts_on > TODAY for _, starts_on, _ in wanted["periods"])
    assert bill(whole).invoices == 0
    twice = crowd(early=True)
    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(in_a_thread, [twice] * 2))
    assert sum(result.invoices for result in results) == made.invoices
    assert outcome(twice) == wanted
    draw = Random(7)
    for _ in range(8):
        killed = crowd(early=True)
        executioner = Executioner(superuser_connection, before=draw.randint(1, -counter.left))
        with pytest.raises((Error, ConnectorException)), connection.execute_wrapper(executioner):
            bill(killed)
        connection.close()
        bill(killed)
        assert outcome(killed) == wanted


def test_the_sweep_wakes_a_company_for_one_subscription_that_wants_it() -> None:
    """Though the company itself has no number of days."""
    mine = deal()
    one = mine.started(FIRST)
    others = sweep(today=date(2026, 3, 25), at=noon(date(2026, 3, 25)))
    says(mine, one, 20)
    assert sweep(today=date(2026, 3, 25), at=noon(date(2026, 3, 25))) == others + 1
