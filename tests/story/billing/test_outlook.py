"""What the overview and the lists ask: the next charge, the year ahead, offers and counts, in few queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.queries import forecast, next_charge, opening
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.owing import summed
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.queries import Counts
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests import make
from tests.story.billing.deal import Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

FIRST, TENTH, APRIL = date(2026, 3, 1), date(2026, 3, 10), date(2026, 4, 1)


def queries(mine: Deal, ask: Callable[[], object]) -> int:
    with within(mine.organization), CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_the_next_charge_honours_cancellations_and_plans() -> None:
    """The amounts are the invoice's: VAT once per rate; what is cancelled is not charged; a planned change counts."""
    mine = deal()
    one, two, three = mine.started(FIRST), mine.started(FIRST, mine.free), mine.started(FIRST, mine.year)
    what = {"account": mine.account.id, "today": TENTH}
    with within(mine.organization):
        found = next_charge(mine.organization, **what)  # type: ignore[arg-type]
    assert found is not None
    assert (found.on, found.net.minor, found.vat.minor, found.total.minor, found.count) == (
        APRIL,
        50000,
        12500,
        62500,
        2,
    )
    mine.confirm(
        quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH)).id, TENTH
    )
    change = quote_change(
        mine.organization, account=mine.account.id, subscription=two.id, terms=mine.basis.id, at=noon(TENTH)
    )
    mine.confirm(change.id, TENTH)
    with within(mine.organization):
        found = next_charge(mine.organization, **what)  # type: ignore[arg-type]
        ahead = forecast(mine.organization, **what)  # type: ignore[arg-type]
    assert found is not None
    assert (found.net.minor, found.count) == (20000, 1)
    assert (ahead[0].month, ahead[-1].month) == (APRIL, FIRST.replace(year=2027))
    assert [month.total.minor for month in ahead] == [*[25000] * 11, 25000 + 600000]
    mine.run(APRIL)
    assert mine.invoices()[-1].total == found.total
    assert three.renews_on == date(2027, 3, 1)


def test_the_forecast_is_what_the_run_then_bills() -> None:
    """Month by month through a year, with a month end and a yearly subscription."""
    mine = deal()
    for day, terms in ((date(2026, 1, 31), mine.free), (date(2026, 2, 5), mine.year), (date(2026, 2, 5), mine.basis)):
        mine.started(day, terms)
    with within(mine.organization):
        ahead = forecast(mine.organization, account=mine.account.id, today=date(2026, 2, 6), months=13)
    before = len(mine.invoices())
    for month in [*ahead[1:], ahead[0]]:
        mine.run(date(month.month.year, month.month.month, 28))
    last = date(2027, 2, 28)
    mine.run(last)
    billed: dict[date, int] = {}
    for invoice in mine.invoices()[before:]:
        for line in invoice.lines.all():
            assert line.starts_on is not None
            first = line.starts_on.replace(day=1)
            billed[first] = billed.get(first, 0) + line.net_minor * 5 // 4
    assert billed == {month.month: month.total.minor for month in ahead if month.total.minor}


def test_a_year_ahead_is_twelve_months_from_the_first_with_something_to_pay() -> None:
    """From this month while something is still due in it, and from the next when all of it is billed; twelve always."""
    mine = deal()
    make.subscription(mine.account, mine.basis, started_on=FIRST)
    for today, first in ((FIRST, FIRST), (TENTH, FIRST), (TENTH, APRIL), (date(2026, 3, 31), APRIL), (APRIL, APRIL)):
        if first == APRIL:
            mine.run(TENTH)
        with within(mine.organization):
            ahead = forecast(mine.organization, account=mine.account.id, today=today)
        assert ahead[0].month == first
        assert [month.total.minor for month in ahead] == [25000] * 12


def test_a_yearly_charge_of_this_month_comes_again_in_the_twelfth() -> None:
    mine = deal()
    mine.started(FIRST, mine.year)
    with within(mine.organization):
        ahead = forecast(mine.organization, account=mine.account.id, today=TENTH)
    assert [month.total.minor for month in ahead] == [*[0] * 11, 600000]
    assert ahead[-1].month == date(2027, 3, 1)


def test_what_is_late_counts_as_one_subscription() -> None:
    """Three months unbilled of one and one of another: two subscriptions, charged for four periods."""
    mine = deal()
    make.subscription(mine.account, mine.basis, started_on=date(2026, 1, 5))
    make.subscription(mine.account, mine.free, started_on=TENTH)
    with within(mine.organization):
        found = next_charge(mine.organization, account=mine.account.id, today=TENTH)
    assert found is not None
    assert (found.on, found.net.minor, found.count) == (TENTH, 3 * 20000 + 30000, 2)
    mine.run(TENTH)
    assert mine.invoices()[0].net_minor == found.net.minor


def test_nothing_ahead() -> None:
    mine = deal()
    with within(mine.organization):
        assert next_charge(mine.organization, account=mine.account.id, today=TENTH) is None
        assert forecast(mine.organization, account=mine.account.id, today=TENTH) == []
        nothing = summed(items=open_items(mine.organization, account=mine.account.id).values(), today=TENTH)
        assert (nothing.count, nothing.total) == (0, Money(0, "DKK"))


def test_an_opening_says_what_the_single_questions_say_sb_01() -> None:
    """SB-01: the first rows in the list's order, each with the change that waits, all counts, and the next charge."""
    mine = deal()
    kept, changed, left = mine.started(FIRST), mine.started(FIRST, mine.free), mine.started(FIRST)
    gone = make.subscription(mine.account, mine.basis, started_on=FIRST, state="ended", ends_on=APRIL)
    change = quote_change(
        mine.organization, account=mine.account.id, subscription=changed.id, terms=mine.basis.id, at=noon(TENTH)
    )
    mine.confirm(change.id, TENTH)
    mine.confirm(
        quote_cancel(mine.organization, account=mine.account.id, subscription=left.id, at=noon(TENTH)).id, TENTH
    )
    what = {"account": mine.account.id, "today": TENTH}
    with within(mine.organization):
        found = opening(mine.organization, **what, limit=10)  # type: ignore[arg-type]
        cut = opening(mine.organization, **what, limit=2)  # type: ignore[arg-type]
        listed = subscriptions.of_account(mine.organization, account=mine.account.id)
        alone = next_charge(mine.organization, **what)  # type: ignore[arg-type]
    assert listed[-1].id == gone.id
    assert (
        [(one.id, one.terms_id, on) for one, on in found.rows]
        == [
            (one.id, one.terms_id, one.change_on)  # type: ignore[attr-defined]
            for one in listed[:3]
        ]
    )
    assert {one.id: on for one, on in found.rows} == {kept.id: None, changed.id: APRIL, left.id: None}
    assert cut.rows[1][0].id == found.rows[1][0].id and len(cut.rows) == 2
    assert found.counts == cut.counts == Counts(running=2, cancelled=1, ended=1)
    assert found.next_charge == alone == cut.next_charge


def test_the_number_of_queries_does_not_grow() -> None:
    mine = deal()
    counts = []
    for _ in range(2):
        for _ in range(3):
            make.subscription(mine.account, mine.basis, started_on=FIRST)
        counts.append(
            [
                queries(mine, lambda: next_charge(mine.organization, account=mine.account.id, today=TENTH)),
                queries(mine, lambda: forecast(mine.organization, account=mine.account.id, today=TENTH)),
                queries(mine, lambda: opening(mine.organization, account=mine.account.id, today=TENTH, limit=10)),
                queries(mine, lambda: shown(mine)),
                queries(mine, lambda: subscriptions.counts(mine.organization, account=mine.account.id)),
            ]
        )
    assert counts == [[3, 3, 4, 1, 1]] * 2


def shown(mine: Deal) -> list[str]:
    found = subscriptions.of_account(mine.organization, account=mine.account.id)
    return [one.terms.plan.name("da") for one in found]


def test_the_list_has_running_ones_first_and_knows_what_waits_sb_01() -> None:
    """SB-01: only the account's own; a planned change is on the row."""
    mine = deal()
    one, two = mine.started(FIRST), mine.started(FIRST, mine.free)
    make.subscription(make.account(mine.owner), mine.basis)
    mine.confirm(
        quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH)).id, TENTH
    )
    change = quote_change(
        mine.organization, account=mine.account.id, subscription=two.id, terms=mine.basis.id, at=noon(TENTH)
    )
    mine.confirm(change.id, TENTH)
    with within(mine.organization):
        rows = subscriptions.of_account(mine.organization, account=mine.account.id)
        assert [row.id for row in rows] == [two.id, one.id]
        waiting = [(vars(row)["change_on"], vars(row)["change_terms_id"]) for row in rows]
        assert waiting == [(APRIL, mine.basis.id), (None, None)]
        assert subscriptions.counts(mine.organization, account=mine.account.id) == Counts(1, 1, 0)
        page = invoicing.of_account(mine.organization, account=mine.account.id, offset=1, limit=5)
        assert ([invoice.number for invoice in page.rows], page.total) == ([1], 2)


def test_an_enabled_plan_shows_all_its_terms_sb_13_sb_15() -> None:
    """SB-13, SB-14, SB-15: a plan is offered when it is enabled, and then with every one of its terms."""
    mine = deal()
    make.terms(make.plan(mine.owner, self_service_enabled=False))
    with within(mine.organization):
        offers = catalog.offers(mine.organization)
        names = [(plan.name_da, [terms.id for terms in vars(plan)["all_terms"]]) for plan in offers]
    assert sorted(names) == [("Basis", [mine.basis.id]), ("Fri træning", [mine.free.id, mine.year.id])]
    assert queries(mine, lambda: catalog.offers(mine.organization)) == 2
