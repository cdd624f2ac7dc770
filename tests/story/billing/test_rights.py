"""Pauses, trials, coupons, arrears, ends and undoing, on the real tables (SU-04, XB-12, XB-16, CM-03)."""

from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_coupon import quote_coupon
from selvbetjening.domain.billing.actions.quote_pause import quote_pause
from selvbetjening.domain.billing.actions.quote_reactivate import quote_reactivate
from selvbetjening.domain.billing.actions.quote_resubscribe import quote_resubscribe
from selvbetjening.domain.billing.actions.quote_resume import quote_resume
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.actions.quote_withdraw import quote_withdraw
from selvbetjening.domain.billing.actions.undo import close_undo, undo
from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.billing.queries import open_undo_of
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.catalog.models import Coupon
from selvbetjening.domain.invoicing.models import CreditNote
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

FIRST, TENTH, NEXT = date(2026, 3, 1), date(2026, 3, 10), date(2026, 4, 1)


def act(mine: Deal, quote: Any, one: Subscription, day: date, **wish: Any) -> QuoteView:
    """Quote and confirm."""
    made: QuoteView = quote(mine.organization, account=mine.account.id, subscription=one.id, at=noon(day), **wish)
    mine.confirm(made.id, day)
    return made


def notes(mine: Deal) -> list[int]:
    with within(mine.organization):
        return list(
            CreditNote.objects.filter(account=mine.account).order_by("number").values_list("net_minor", flat=True)
        )


def ledger(mine: Deal) -> int:
    """What was asked for less what was taken back, excluding VAT."""
    return sum(invoice.net_minor for invoice in mine.invoices()) - sum(notes(mine))


def owed(mine: Deal) -> int:
    """The balance: open invoices less what stands to the good, incl. VAT."""
    with within(mine.organization):
        unused = sum(note.total_minor - note.used_minor for note in CreditNote.objects.filter(account=mine.account))
    return sum(invoice.outstanding.minor for invoice in mine.invoices()) - unused


def settings(mine: Deal, **choices: Any) -> None:
    with within(mine.organization):
        mine.owner.choices = {**mine.owner.choices, **choices}
        mine.owner.save(update_fields=["choices"])


def test_a_pause_gives_back_its_days_and_ends_by_itself_xb_12() -> None:
    """XB-12: 22 of 31 days back (129.03 → kept 58.06); taken up on 20 April: 11 of 30 days; renewals as ever."""
    mine = deal()
    one = mine.started(FIRST)
    made = act(mine, quote_pause, one, TENTH, until=date(2026, 4, 20))
    assert (made.credited.minor, made.resumes_on, notes(mine)) == (14_194 + 3_549, date(2026, 4, 20), [14_194])
    assert (mine.subscription(one.id).state, mine.subscription(one.id).paused_until) == ("paused", date(2026, 4, 20))
    for day in (NEXT, date(2026, 4, 19)):
        mine.run(day)
    assert len(mine.invoices()) == 1
    mine.run(date(2026, 4, 21))
    after = mine.subscription(one.id)
    assert (after.state, after.period_starts_on, after.renews_on) == ("active", NEXT, date(2026, 5, 1))
    assert mine.invoices()[-1].net_minor == 7_333
    mine.run(date(2026, 5, 1))
    assert [invoice.net_minor for invoice in mine.invoices()] == [20_000, 7_333, 20_000]
    assert ledger(mine) == 5_806 + 7_333 + 20_000


def test_a_pause_without_an_end_is_taken_up_by_hand_xb_12() -> None:
    """XB-12: nothing is billed meanwhile, whatever the run; taken up on the same day it costs what was given back."""
    mine = deal()
    one = mine.started(FIRST)
    act(mine, quote_pause, one, TENTH)
    mine.run(date(2026, 6, 15))
    assert (mine.subscription(one.id).state, ledger(mine)) == ("paused", 5_806)
    with pytest.raises(Refused, match="paused"):
        act(mine, quote_change, one, TENTH, terms=mine.free.id)
    made = act(mine, quote_resume, one, date(2026, 6, 16))
    assert (made.charge_today.minor, made.next_on) == (10_000 + 2_500, date(2026, 7, 1))
    act(mine, quote_pause, one, date(2026, 6, 16))
    act(mine, quote_resume, one, date(2026, 6, 16))
    mine.run(date(2026, 7, 1))
    assert ledger(mine) == 5_806 + 10_000 + 20_000


def test_a_trial_costs_nothing_and_a_coupon_ends_in_a_period_su_05() -> None:
    """14 days free, then a month from the 15th; 25 % off for one period, and a change of interval in between."""
    mine = deal()
    terms = make.terms(mine.basis.plan, unit_price_minor=31_000, trial_days=14)
    with within(mine.organization):
        Coupon.objects.create(organization=mine.owner, code="MARTS", percent_basis_points=2500, periods=1, repeats=True)
    quote = quote_start(mine.organization, account=mine.account.id, terms=terms.id, coupon="marts", at=noon(FIRST))
    assert (quote.charge_today.minor, quote.trial_ends_on, quote.next_on) == (0, date(2026, 3, 15), date(2026, 3, 15))
    assert quote.next_net and quote.next_net.minor == 23_250
    one = mine.subscription(mine.confirm(quote.id, FIRST).subscription)
    mine.run(date(2026, 3, 15))
    assert [line.text for line in mine.invoices()[0].lines.all()] == [
        "Basis, 25 % rabat, 15. marts 2026 – 14. april 2026"
    ]
    mine.run(date(2026, 4, 15))
    assert [invoice.net_minor for invoice in mine.invoices()] == [23_250, 31_000]
    with pytest.raises(Refused, match="coupon_unknown"):
        act(mine, quote_coupon, one, date(2026, 4, 16), code="april")
    made = act(mine, quote_coupon, one, date(2026, 4, 16), code="marts")
    assert (made.effective_on, made.discount_ends_on) == (date(2026, 5, 15), date(2026, 6, 15))
    with pytest.raises(Refused, match="coupon_running"):
        act(mine, quote_coupon, one, date(2026, 4, 16), code="marts")
    mine.run(date(2026, 6, 15))
    assert [invoice.net_minor for invoice in mine.invoices()][2:] == [23_250 + 31_000]


def test_what_is_charged_backward_is_billed_when_it_is_over_su_05() -> None:
    """Nothing on the first day; ten days of May on a change, the rest at its end; the last days on cancelling today."""
    mine = deal()
    settings(mine, cancel_kinds=["today"])
    late = make.terms(mine.basis.plan, unit_price_minor=31_000, charging="backward")
    more = make.terms(mine.free.plan, unit_price_minor=62_000, charging="backward")
    one = mine.started(date(2026, 4, 1), late)
    assert mine.invoices() == []
    mine.run(date(2026, 5, 1))
    assert [(line.starts_on, line.net_minor) for line in mine.invoices()[0].lines.all()] == [(date(2026, 4, 1), 31_000)]
    made = act(mine, quote_change, one, date(2026, 5, 11), terms=more.id)
    assert [line.net.minor for line in made.lines] == [10_000]
    mine.run(date(2026, 6, 1))
    assert [invoice.net_minor for invoice in mine.invoices()] == [31_000, 10_000, 42_000]
    ended = act(mine, quote_cancel, one, date(2026, 6, 4), kind="today")
    assert (ended.charge_today.minor, mine.subscription(one.id).state) == (6_200 + 1_550, "ended")
    assert ledger(mine) == 31_000 + 10_000 + 42_000 + 6_200


def test_cancel_today_and_with_a_refund_where_the_company_lets_it_su_04() -> None:
    """SU-04: refused unless offered; today gives the unused days back, a refund the whole period; it ends at once."""
    mine = deal()
    one, two = mine.started(FIRST), mine.started(FIRST, mine.free)
    with pytest.raises(Refused, match="kind_not_offered"):
        act(mine, quote_cancel, one, TENTH, kind="today")
    settings(mine, cancel_kinds=["today", "refund"])
    made = act(mine, quote_cancel, one, TENTH, kind="today")
    assert (made.credited.minor, made.ends_on, mine.subscription(one.id).state) == (14_194 + 3_549, TENTH, "ended")
    made = act(mine, quote_cancel, two, TENTH, kind="refund")
    assert (made.credited.minor, notes(mine)) == (37_500, [14_194, 30_000])
    again = act(mine, quote_resubscribe, one, date(2026, 3, 12))
    assert (again.act, again.charge_today.minor) == ("resubscribe", 25_000)
    assert mine.subscription(one.id).state == "ended"
    with pytest.raises(Refused, match="not_ended"):
        act(mine, quote_resubscribe, mine.subscription(mine.confirm(again.id, TENTH).subscription), TENTH)


def test_binding_holds_a_business_and_the_law_a_consumer_su_04_can_1_can_4() -> None:
    """SU-04, CAN-1, CAN-4: twelve months for a business; six for a consumer, with the days after the end given back."""
    for party, ends_on, credited in (
        ("business", FIRST.replace(year=2027), 0),
        ("consumer", date(2026, 9, 1), 241_962),
    ):
        mine = deal(party_type=party)
        year = make.terms(
            mine.free.plan, interval_unit="year", unit_price_minor=487_935, commitment_count=12, commitment_unit="month"
        )
        one = mine.started(FIRST, year)
        with pytest.raises(Refused, match="committed"):
            act(mine, quote_pause, one, TENTH)
        made = act(mine, quote_cancel, one, TENTH)
        assert (made.ends_on, sum(notes(mine))) == (ends_on, credited)
        assert made.legal == (("agreed.period", "agreed.binding") if party == "business" else ("CAN-1.binding",))
        back = act(mine, quote_reactivate, one, date(2026, 3, 11))
        assert ledger(mine) == 487_935 and back.next_on == FIRST.replace(year=2027)


def test_withdrawal_gives_everything_back_but_the_days_used_wdr_8() -> None:
    """WDR-8: begun at once on request, and informed: two days of 31 are paid for; otherwise nothing."""
    mine = deal(party_type="consumer")
    one = mine.started(FIRST)
    made = act(mine, quote_withdraw, one, date(2026, 3, 3))
    assert mine.subscription(one.id).state == "ended"
    assert made.credited.minor == 25_000 - (ledger(mine) * 5 + 3) // 4
    with pytest.raises(Refused, match="ended"):
        act(mine, quote_withdraw, one, date(2026, 3, 3))
    other = mine.started(FIRST)
    with pytest.raises(Refused, match="withdrawal_closed"):
        act(mine, quote_withdraw, other, date(2027, 5, 1))


def test_invoiced_days_before_the_renewal_and_given_back_if_it_never_comes() -> None:
    """Pre-renewal: the next month is billed ten days early, once; a cancellation gives it back, taking it back not."""
    mine = deal()
    settings(mine, invoice_days_before=10)
    one = mine.started(FIRST)
    for day in (date(2026, 3, 21), date(2026, 3, 22), date(2026, 3, 25)):
        mine.run(day)
    assert [invoice.issued_on for invoice in mine.invoices()] == [FIRST, date(2026, 3, 22)]
    assert mine.subscription(one.id).renews_on == NEXT
    act(mine, quote_cancel, one, date(2026, 3, 26))
    assert notes(mine) == [20_000]
    act(mine, quote_reactivate, one, date(2026, 3, 27))
    made = act(mine, quote_change, one, date(2026, 3, 28), terms=mine.free.id)
    assert [line.net.minor for line in made.lines] == [-2_581, -20_000, 3_871, 30_000]
    mine.run(NEXT)
    mine.run(date(2026, 5, 1))
    with within(mine.organization):
        starts = list(
            BilledPeriod.objects.filter(subscription_id=one.id).order_by("starts_on").values_list("starts_on")
        )
    assert [day for (day,) in starts] == [FIRST, NEXT, date(2026, 5, 1)]
    assert ledger(mine) == 20_000 - 2_581 + 3_871 + 30_000 + 30_000


def test_undo_puts_everything_back_cm_03() -> None:
    """CM-03: for each act, the balance, the subscription's fields and the next renewal are as before it."""
    acts: list[tuple[Any, dict[str, Any]]] = [
        (quote_change, {"terms": "free"}),
        (quote_change, {"quantity": 3}),
        (quote_change, {"terms": "cheap"}),
        (quote_pause, {}),
        (quote_cancel, {}),
        (quote_cancel, {"kind": "today"}),
        (quote_cancel, {"kind": "refund"}),
    ]
    for quote, wish in acts:
        mine = deal()
        settings(mine, cancel_kinds=["today", "refund"], timing_downgrade="now")
        cheap = make.terms(mine.free.plan, unit_price_minor=10_000)
        terms = {"free": mine.free.id, "cheap": cheap.id}
        one = mine.started(FIRST)
        fields = [field.attname for field in Subscription._meta.concrete_fields if field.attname != "last_modified_at"]
        before, balance = [getattr(mine.subscription(one.id), name) for name in fields], owed(mine)
        act(mine, quote, one, TENTH, **{**wish, **({"terms": terms[wish["terms"]]} if "terms" in wish else {})})
        with within(mine.organization):
            shown = open_undo_of(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH))
        assert shown, wish
        assert shown.open_until == noon(TENTH) + timedelta(hours=24)
        undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(TENTH))
        assert [getattr(mine.subscription(one.id), name) for name in fields] == before
        assert (owed(mine), ledger(mine)) == (balance, 20_000)
        with pytest.raises(Refused, match="undo_closed"):
            undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(TENTH))
        again = act(mine, quote_change, one, TENTH, terms=mine.free.id)
        assert again.charge_today.minor == 8_870
        mine.run(NEXT)
        assert ledger(mine) == 20_000 + 7_096 + 30_000


def test_undo_closes_with_time_a_later_act_a_renewal_and_by_the_company_cm_03() -> None:
    """CM-03: and a neighbour's account finds nothing to undo (SEC-19)."""
    mine = deal()
    one = mine.started(FIRST)

    def refused(day: date, **of: Any) -> bool:
        what: dict[str, Any] = {
            "account": mine.account.id,
            "subscription": one.id,
            "actor": ACTOR,
            "at": noon(day),
        } | of
        with pytest.raises((Refused, Subscription.DoesNotExist)):
            undo(mine.organization, **{**what, **of})
        return True

    act(mine, quote_change, one, TENTH, terms=mine.free.id)
    assert refused(TENTH, account=make.account(mine.owner).id)
    assert refused(TENTH + timedelta(days=1))
    act(mine, quote_change, one, TENTH, quantity=2)
    act(mine, quote_cancel, one, TENTH)
    undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(TENTH))
    assert refused(TENTH)  # the change before it was closed by the cancellation
    act(mine, quote_change, one, date(2026, 3, 31), quantity=3)
    mine.run(NEXT)
    assert refused(NEXT)
    act(mine, quote_change, one, NEXT, quantity=4)
    close_undo(mine.organization, subscription=one.id, at=noon(NEXT))
    assert refused(NEXT)


def test_undo_of_a_start_takes_its_invoice_back_cm_03() -> None:
    """CM-03: credited in full, and it never runs."""
    mine = deal()
    one = mine.started(FIRST)
    undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(FIRST))
    assert (mine.subscription(one.id).state, owed(mine), ledger(mine)) == ("ended", 0, 0)
    mine.run(date(2026, 6, 1))
    assert ledger(mine) == 0
