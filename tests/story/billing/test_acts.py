"""The acts of a subscription: quoted first, then done to the øre (SU-01 to SU-06, SB-04)."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_reactivate import quote_reactivate
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.actions.remove_scheduled_change import remove_scheduled_change
from selvbetjening.domain.billing.models import BilledPeriod, Quote
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import CreditNote
from selvbetjening.domain.subscriptions.queries import scheduled_change
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests import make
from tests.story.billing.deal import ACTOR, deal, noon

pytestmark = pytest.mark.usefixtures("database")

FIRST, TENTH, NEXT = date(2026, 3, 1), date(2026, 3, 10), date(2026, 4, 1)


def dkk(minor: int) -> Money:
    return Money(minor, "DKK")


def test_start_bills_the_first_period_at_once_sb_04() -> None:
    """SB-04, SU-01: chosen, quoted, confirmed; the invoice says what the quote said."""
    mine = deal()
    quote = quote_start(mine.organization, account=mine.account.id, terms=mine.free.id, at=noon(FIRST))
    assert (quote.net, quote.vat, quote.charge_today) == (dkk(30000), dkk(7500), dkk(37500))
    assert (quote.next_on, quote.next_total, quote.first_due_on) == (NEXT, dkk(37500), date(2026, 3, 9))
    assert mine.invoices() == []
    done = mine.confirm(quote.id, FIRST)
    (invoice,) = mine.invoices()
    assert done.invoice == invoice.id
    assert (invoice.number, invoice.total, invoice.due_on) == (1, quote.charge_today, quote.first_due_on)
    (line,) = invoice.lines.all()
    assert line.text == "Fri træning, 1. marts 2026 – 31. marts 2026"
    subscription = mine.subscription(done.subscription)
    assert (subscription.state, subscription.period_starts_on, subscription.renews_on) == ("active", FIRST, NEXT)
    with within(mine.organization):
        assert BilledPeriod.objects.get(subscription=subscription).invoice_line_id == line.id


def test_an_upgrade_happens_now_and_the_renewal_day_stays_su_02_su_03_su_05() -> None:
    """SU-02, SU-03, SU-05: 22 of 31 days back at 200 kr. and charged at 300 kr."""
    mine = deal()
    one = mine.started(FIRST)
    quote = quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=mine.free.id, at=noon(TENTH)
    )
    assert (quote.direction, quote.timing, quote.effective_on) == ("upgrade", "now", TENTH)
    assert [line.net.minor for line in quote.lines] == [-14194, 21290]
    assert (quote.net, quote.vat, quote.charge_today) == (dkk(7096), dkk(1774), dkk(8870))
    assert (quote.next_on, quote.next_net) == (NEXT, dkk(30000))
    mine.confirm(quote.id, TENTH)
    _, invoice = mine.invoices()
    assert (invoice.total, [line.net_minor for line in invoice.lines.all()]) == (dkk(8870), [-14194, 21290])
    assert [line.text for line in invoice.lines.all()] == [
        "Tilbage for Basis (månedsvis), 22 af 31 dage, 10. marts 2026 – 31. marts 2026",
        "Resten af perioden på Fri træning (månedsvis), 22 af 31 dage, 10. marts 2026 – 31. marts 2026",
    ]
    after = mine.subscription(one.id)
    assert (after.terms_id, after.renews_on) == (mine.free.id, NEXT)
    mine.run(NEXT)
    assert mine.invoices()[-1].net_minor == 30000


def test_a_downgrade_waits_for_the_renewal_su_02_su_06() -> None:
    """SU-02, SU-06: nothing is charged now; visible, then replaced, then in force at the period's start."""
    mine = deal()
    one = mine.started(FIRST, mine.free)
    quote = quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=mine.basis.id, at=noon(TENTH)
    )
    assert (quote.direction, quote.timing, quote.effective_on) == ("downgrade", "renewal", NEXT)
    assert (quote.lines, quote.charge_today, quote.next_net) == ((), dkk(0), dkk(20000))
    assert mine.confirm(quote.id, TENTH).invoice is None
    with within(mine.organization):
        waiting = scheduled_change(mine.organization, subscription=one.id)
        assert waiting is not None and waiting.terms.plan.name_da == "Basis"
    assert mine.subscription(one.id).terms_id == mine.free.id
    mine.run(NEXT)
    after = mine.subscription(one.id)
    assert (after.terms_id, after.renews_on) == (mine.basis.id, date(2026, 5, 1))
    assert [invoice.net_minor for invoice in mine.invoices()] == [30000, 20000]
    with within(mine.organization):
        assert scheduled_change(mine.organization, subscription=one.id) is None
        assert Event.objects.filter(name="subscriptions.changed", account_id=mine.account.id).count() == 1


def test_a_scheduled_change_can_be_removed_su_06() -> None:
    """SU-06: deletable; a second time there is nothing to delete."""
    mine = deal()
    one = mine.started(FIRST, mine.free)
    quote = quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=mine.basis.id, at=noon(TENTH)
    )
    mine.confirm(quote.id, TENTH)
    what = {"account": mine.account.id, "subscription": one.id, "actor": ACTOR, "at": noon(TENTH)}
    remove_scheduled_change(mine.organization, **what)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        remove_scheduled_change(mine.organization, **what)  # type: ignore[arg-type]
    assert refusal.value.reason == "nothing_scheduled"
    mine.run(NEXT)
    assert mine.invoices()[-1].net_minor == 30000


def test_cancel_at_the_end_of_the_period_wins_over_a_scheduled_change_su_04_su_06() -> None:
    """SU-04, SU-06, SB-04: it runs to its last day, is not billed again, and the planned change is gone."""
    mine = deal()
    one = mine.started(FIRST, mine.free)
    change = quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=mine.basis.id, at=noon(TENTH)
    )
    mine.confirm(change.id, TENTH)
    quote = quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH))
    assert (quote.ends_on, quote.removes_scheduled_change, quote.next_on) == (NEXT, True, None)
    assert quote.charge_today.is_zero
    mine.confirm(quote.id, TENTH)
    with within(mine.organization):
        assert scheduled_change(mine.organization, subscription=one.id) is None
    assert (mine.subscription(one.id).state, mine.subscription(one.id).ends_on) == ("cancelled", NEXT)
    mine.run(NEXT - timedelta(days=1))
    assert mine.subscription(one.id).state == "cancelled"
    mine.run(NEXT)
    assert mine.subscription(one.id).state == "ended"
    assert len(mine.invoices()) == 1
    with within(mine.organization):
        assert Event.objects.filter(name="subscriptions.ended", account_id=mine.account.id).count() == 1


def test_reactivate_before_the_end_and_not_after_sb_04() -> None:
    """SB-04, XB-16: the renewal day is the one it always was; on the last day it is too late."""
    mine = deal()
    one = mine.started(FIRST)
    mine.confirm(
        quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH)).id, TENTH
    )
    with pytest.raises(Refused) as refusal:
        quote_reactivate(mine.organization, account=mine.account.id, subscription=one.id, at=noon(NEXT))
    assert refusal.value.reason == "end_reached"
    quote = quote_reactivate(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH))
    assert (quote.next_on, quote.next_net, quote.charge_today) == (NEXT, dkk(20000), dkk(0))
    mine.confirm(quote.id, TENTH)
    assert (mine.subscription(one.id).state, mine.subscription(one.id).ends_on) == ("active", None)
    mine.run(NEXT)
    assert [invoice.net_minor for invoice in mine.invoices()] == [20000, 20000]


def test_what_cannot_be_chosen_is_refused_su_03() -> None:
    """SU-03: another currency, a plan that is not offered, the same terms, a cancelled subscription."""
    mine = deal()
    one = mine.started(FIRST)
    euro = make.terms(mine.basis.plan, currency="EUR", unit_price_minor=5000)
    hidden = make.terms(make.plan(mine.owner, self_service_enabled=False), unit_price_minor=50000)
    for terms, reason in ((euro, "other_currency"), (hidden, "plan_not_offered"), (mine.basis, "same_terms")):
        with pytest.raises(Refused) as refusal:
            quote_change(
                mine.organization, account=mine.account.id, subscription=one.id, terms=terms.id, at=noon(TENTH)
            )
        assert refusal.value.reason == reason
    with pytest.raises(Refused, match="plan_not_offered"):
        quote_start(mine.organization, account=mine.account.id, terms=hidden.id, at=noon(TENTH))
    mine.confirm(
        quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH)).id, TENTH
    )
    with pytest.raises(Refused, match="cancelled"):
        quote_change(
            mine.organization, account=mine.account.id, subscription=one.id, terms=mine.free.id, at=noon(TENTH)
        )
    with pytest.raises(Refused, match="already_cancelled"):
        quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH))


def test_a_change_on_the_renewal_day_does_not_depend_on_the_run_xb_23() -> None:
    """XB-23: quoted before the run, confirmed after it or without it: the same amounts, and no period twice."""
    for run_between in (True, False):
        mine = deal()
        one = mine.started(FIRST)
        quote = quote_change(
            mine.organization, account=mine.account.id, subscription=one.id, terms=mine.free.id, at=noon(NEXT)
        )
        if run_between:
            mine.run(NEXT)
        mine.confirm(quote.id, NEXT)
        mine.run(NEXT)
        assert [invoice.net_minor for invoice in mine.invoices()] == [20000, 20000, 10000]
        assert mine.subscription(one.id).renews_on == date(2026, 5, 1)


def test_an_upgrade_that_owes_money_is_two_papers() -> None:
    """SU-02, CRN-1: a dearer year, cheaper by the day than a short month: 192.86 back and 177.61 on, 19.06 to the good.

    27 of February's 28 days at 200 kr. are 192.857..., 27 of 365 days at 2,401 kr. 177.608...; with VAT 241.08 is
    taken back and 222.01 asked for.
    """
    mine = deal()
    year = make.terms(mine.free.plan, interval_unit="year", unit_price_minor=240100)
    one = mine.started(date(2026, 2, 1))
    quote = quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=year.id, at=noon(date(2026, 2, 2))
    )
    assert (quote.direction, quote.timing, quote.papers) == ("upgrade", "now", "credit")
    assert [line.net.minor for line in quote.lines] == [-19286, 17761]
    assert (quote.charge_today, quote.credited) == (dkk(0), dkk(24108 - 22201))
    mine.confirm(quote.id, date(2026, 2, 2))
    assert [invoice.total_minor for invoice in mine.invoices()] == [25000, 22201]
    with within(mine.organization):
        (note,) = CreditNote.objects.filter(account=mine.account)
        assert (note.total_minor, note.invoice_id) == (24108, mine.invoices()[0].id)
    # Nothing was paid: the note pays its own invoice first.
    assert [invoice.outstanding.minor for invoice in mine.invoices()] == [25000 - 24108, 22201]


def test_the_same_price_changes_now_without_an_invoice() -> None:
    """SU-02: equal counts as an upgrade; credit and charge cancel out, so there is nothing to invoice."""
    mine = deal()
    twin = make.terms(mine.free.plan, unit_price_minor=20000)
    one = mine.started(FIRST)
    quote = quote_change(mine.organization, account=mine.account.id, subscription=one.id, terms=twin.id, at=noon(TENTH))
    assert (quote.direction, quote.timing, quote.charge_today) == ("upgrade", "now", dkk(0))
    done = mine.confirm(quote.id, TENTH)
    assert (done.invoice, mine.subscription(one.id).terms_id) == (None, twin.id)
    assert len(mine.invoices()) == 1
    with within(mine.organization):
        assert Quote.objects.get(id=quote.id).used_at is not None
