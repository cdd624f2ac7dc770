"""Nobody gets longer to pay by giving days back and having them charged again (XB-12, CM-03, SU-05)."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_pause import quote_pause
from selvbetjening.domain.billing.actions.quote_resume import quote_resume
from selvbetjening.domain.billing.actions.undo import undo
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.subscriptions.models import Subscription
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

OWED, LATER = date(2026, 3, 1), date(2026, 3, 20)


def _again(mine: Deal, one: Subscription, day: date) -> None:
    """Paused and taken up again on one day."""
    for asked in (quote_pause, quote_resume):
        quote = asked(mine.organization, account=mine.account.id, subscription=one.id, at=noon(day))
        mine.confirm(quote.id, day)


def test_a_pause_gives_no_new_days_to_pay_xb_12() -> None:
    """XB-12: what was not paid when it was paused is owed by its old day, however often; what was paid, is paid."""
    mine = deal()
    one = mine.started(OWED)
    due = mine.invoices()[0].due_on
    assert due < LATER
    for _ in range(3):
        _again(mine, one, LATER)
        assert {invoice.due_on for invoice in mine.invoices()} == {due}
    assert [invoice.settled_minor < invoice.total_minor for invoice in mine.invoices()][-1]
    _again(mine, one, date(2026, 3, 21))
    assert mine.invoices()[-1].due_on == due


def test_an_undone_pause_gives_no_new_days_to_pay_cm_03() -> None:
    """CM-03: what the pause gave back is charged again, owed by the day it was owed by."""
    mine = deal()
    one = mine.started(OWED)
    paused = quote_pause(mine.organization, account=mine.account.id, subscription=one.id, at=noon(LATER))
    mine.confirm(paused.id, LATER)
    undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(LATER))
    assert len({invoice.due_on for invoice in mine.invoices()}) == 1 < len(mine.invoices())


def test_a_cheaper_plan_and_back_gives_no_new_days_to_pay_su_05() -> None:
    """SU-05: the invoice for what is left stands for the one that was not paid; a dearer plan is new money."""
    mine = deal()
    choose(mine.organization, values={"timing_downgrade": "now"}, actor=ACTOR, at=noon(OWED))
    one = mine.started(OWED, mine.free)
    due = mine.invoices()[0].due_on
    for wanted in (mine.basis, mine.free):
        quote = quote_change(
            mine.organization, account=mine.account.id, subscription=one.id, terms=wanted.id, at=noon(LATER)
        )
        mine.confirm(quote.id, LATER)
    assert [invoice.due_on for invoice in mine.invoices()] == [due, due, LATER + timedelta(days=8)]
