"""The overview and the list say what the invoices themselves ask for, with fees, disputes and more time (CM-06)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.payments.actions.defer import defer
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.owing import summed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.invoices.shown import open_badge
from tests import make, portal
from tests.story.invoicing.books import CLERK, noon
from tests.story.late.debts import DUE, ISSUED, Debts, debts, owed
from tests.story.late.rows import dispute_of
from tests.story.portal.world import text_of

pytestmark = pytest.mark.usefixtures("database")

TODAY = date(2026, 3, 12)
DKK = "DKK "


def pages(mine: Debts) -> tuple[str, str]:
    """The overview and the list of invoices, as a visitor reads them long after the due day."""
    browser = portal.client(mine.owner, make.recipient(mine.account), language="en")
    return text_of(browser.get("/")), text_of(browser.get("/fakturaer/"))


def test_a_paid_invoice_with_fees_left_is_still_to_be_paid() -> None:
    mine = debts()
    late = owed(mine)
    mine.through(date(2026, 3, 8), TODAY)
    mine.pay(late, 125_000, day=TODAY)
    left = mine.due(late).claims.total
    assert left.minor > 0 and mine.due(late).now == left
    overview, listed = pages(mine)
    words = f"{DKK}{left.minor // 100}.{left.minor % 100:02d}"
    for page in (overview, listed):
        assert words in page and "One invoice to be paid." in page and "Of this fees and interest" in page
    assert "Fees left to pay" in listed and f"To pay now: {words}" in listed
    browser = portal.client(mine.owner, make.recipient(mine.account), language="en")
    assert "Fees left to pay" in browser.get("/fakturaer/?state=open").content.decode()
    assert "Fees left to pay" not in browser.get("/fakturaer/?state=paid").content.decode()


def test_disputed_amounts_are_marked_and_not_asked_for_cm_06() -> None:
    """CM-06: of a wholly disputed invoice nothing is to be paid, of one with a disputed line the rest."""
    mine = debts()
    whole, part = owed(mine), owed(mine, 10_000, 20_000)
    for invoice in (whole, part):
        dispute_of(mine.organization, invoice=invoice.id, at=noon(ISSUED))
    overview, listed = pages(mine)
    assert "You have disputed 2 invoices" in overview and "Overdue, partly disputed" in listed
    assert " Disputed " in listed and f"To pay now: {DKK}250.00" in listed
    with within(mine.organization):
        found = summed(items=open_items(mine.organization, account=mine.account.id).values(), today=TODAY)
    assert (found.total, found.count, found.disputed, found.overdue) == (Money(25_000, "DKK"), 1, 2, 1)


def test_a_deferred_invoice_is_not_overdue_and_two_currencies_are_not_added_cm_06() -> None:
    mine = debts(choices={"exchange_rates": [["2020-01-01", "EUR", 74600]]})
    later, _euro = owed(mine), owed(mine, 4_000, currency="EUR")
    defer(mine.organization, account=mine.account.id, invoice=later.id, today=DUE, actor=CLERK, at=noon(DUE))
    with within(mine.organization):
        items = open_items(mine.organization, account=mine.account.id)
    found = summed(items=items.values(), today=date(2026, 3, 5))
    assert (found.count, found.overdue) == (2, 1)
    assert {found.total, *found.more} == {Money(125_000, "DKK"), Money(5_000, "EUR")}
    assert open_badge(items[later.id], today=date(2026, 3, 5))[0] == "open"
    assert found.due_on == items[later.id].due_on, "of those that are not past their day"


def test_the_overview_says_by_when(monkeypatch: pytest.MonkeyPatch) -> None:
    """SB-30: beside the next charge stands when the open invoice is to be paid; one past its day says that instead."""
    mine = debts()
    owed(mine)
    monkeypatch.setattr(clock, "now", lambda: noon(ISSUED))
    monkeypatch.setattr(clock, "today", lambda: ISSUED)
    assert f"It is to be paid by {DUE.day} {DUE:%B %Y}." in pages(mine)[0]
    monkeypatch.undo()
    assert "It is to be paid by" not in pages(mine)[0]


def test_the_overview_asks_once_whatever_there_is() -> None:
    one, many = debts(), debts()
    owed(one)
    for _ in range(12):
        owed(many, day=ISSUED)
    counts = []
    for mine in (one, many):
        with within(mine.organization), CaptureQueriesContext(connection) as asked:
            assert open_items(mine.organization, account=mine.account.id)
        counts.append(len(asked))
    assert counts == [1, 1]
