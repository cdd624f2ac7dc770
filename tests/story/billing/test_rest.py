"""Changes in the middle of a year, to months: what is invoiced, and given back again by the next (SU-03, SU-05)."""

from datetime import date
from inspect import signature

import pytest

from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.subscriptions.actions.start import start
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

BEGUN, RENEWS = date(2026, 2, 28), date(2027, 2, 28)
FIRST_CHANGE, SECOND_CHANGE = date(2026, 11, 21), date(2026, 12, 10)


def quoted(mine: Deal, one: Subscription, terms: PlanTerms, day: date) -> QuoteView:
    return quote_change(mine.organization, account=mine.account.id, subscription=one.id, terms=terms.id, at=noon(day))


def changed(mine: Deal, one: Subscription, terms: PlanTerms, day: date) -> list[tuple[str, int, int]]:
    """The lines of the invoice that the change made."""
    quote = quoted(mine, one, terms, day)
    mine.confirm(quote.id, day)
    invoice = mine.invoices()[-1]
    assert invoice.total == quote.charge_today
    return [(line.text, line.quantity, line.net_minor) for line in invoice.lines.all()]


def test_a_second_change_gives_back_all_lines_of_the_first_su_05() -> None:
    """SU-05, SU-03: part and whole months charged by the first change, the unused of both given back by the second."""
    mine = deal()
    year = make.terms(mine.free.plan, unit_price_minor=299_000, interval_unit="year")
    month = make.terms(make.plan(mine.owner, name_da="All hours"), unit_price_minor=29_900)
    dearer = make.terms(make.plan(mine.owner, name_da="Alt"), unit_price_minor=39_900)
    one = mine.started(BEGUN, year)
    assert changed(mine, one, month, FIRST_CHANGE) == [
        ("Tilbage for Fri træning (årsvis), 99 af 365 dage, 21. november 2026 – 27. februar 2027", -1, -81_099),
        ("7 af 31 dage på All hours (månedsvis), 21. november 2026 – 27. november 2026", 1, 6_752),
        ("All hours (månedsvis), 28. november 2026 – 27. februar 2027", 3, 89_700),
    ]
    assert changed(mine, one, dearer, SECOND_CHANGE) == [
        ("Tilbage for All hours (månedsvis), 10. december 2026 – 27. februar 2027", -1, -(17_940 + 59_800)),
        ("18 af 30 dage på Alt (månedsvis), 10. december 2026 – 27. december 2026", 1, 23_940),
        ("Alt (månedsvis), 28. december 2026 – 27. februar 2027", 2, 79_800),
    ]
    assert mine.subscription(one.id).renews_on == RENEWS
    mine.run(RENEWS)
    assert mine.invoices()[-1].net_minor == 39_900


def test_the_same_day_all_lines_are_given_back_su_05() -> None:
    """SU-05, XB-23: in the part and in the whole months, and when the price has changed since."""
    mine = deal()
    year = make.terms(mine.free.plan, unit_price_minor=299_000, interval_unit="year")
    month = make.terms(mine.basis.plan, unit_price_minor=29_900)
    dearer = make.terms(mine.basis.plan, unit_price_minor=39_900)
    one = mine.started(BEGUN, year)
    changed(mine, one, month, FIRST_CHANGE)
    with within(mine.organization):
        PlanTerms.objects.filter(id=month.id).update(unit_price_minor=31_000)
    assert [net for _, _, net in changed(mine, one, dearer, FIRST_CHANGE)][:2] == [-6_752, -89_700]


def test_of_several_late_periods_only_the_running_one_is_given_back_su_05() -> None:
    """SU-05: January to March billed on one invoice; on 10 March 22 of March's 31 days are unused."""
    mine = deal()
    one = make.subscription(mine.account, mine.basis, started_on=date(2026, 1, 1))
    mine.run(date(2026, 3, 10))
    assert [line[2] for line in changed(mine, one, mine.free, date(2026, 3, 10))] == [-14_194, 21_290]


def test_one_that_was_brought_in_is_measured_by_its_present_period_su_05() -> None:
    """SU-05: years old and billed elsewhere up to April: on 10 March it is 22 of March's 31 days, not of the years."""
    mine = deal()
    one = make.subscription(
        mine.account,
        mine.basis,
        started_on=date(2024, 3, 1),
        period_starts_on=date(2026, 3, 1),
        renews_on=date(2026, 4, 1),
    )
    assert [line[2] for line in changed(mine, one, mine.free, date(2026, 3, 10))] == [-14_194, 21_290]


def test_what_is_started_has_no_past_su_05() -> None:
    """SU-05: no day before its first unbilled one, of which a wrong share could be given back."""
    mine = deal()
    one = start(
        mine.organization,
        account=mine.account.id,
        terms=mine.basis.id,
        quantity=1,
        starts_on=date(2026, 3, 31),
        actor=ACTOR,
        at=noon(date(2026, 3, 10)),
    )
    assert (one.period_starts_on, one.renews_on, one.anchor_day) == (one.started_on, one.started_on, 31)
    assert not {"renews_on", "anchor_day"} & set(signature(start).parameters)
