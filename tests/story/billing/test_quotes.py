"""A quote is binding: exactly what it says, once, or nothing (CM-02, SU-01)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from selvbetjening.domain.billing.actions.confirm import Confirmed, confirm
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.billing.queries import get_quote
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.billing.rules.quotes import QuoteStale, QuoteView
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

FIRST, TENTH = date(2026, 3, 1), date(2026, 3, 10)


def change(mine: Deal, one: Subscription, terms: PlanTerms, day: date = TENTH) -> QuoteView:
    return quote_change(mine.organization, account=mine.account.id, subscription=one.id, terms=terms.id, at=noon(day))


def traces(mine: Deal) -> tuple[Any, ...]:
    """What must not move when nothing is done."""
    with within(mine.organization):
        rows = list(Subscription.objects.order_by("id").values())
        return rows, [invoice.number for invoice in mine.invoices()], Event.objects.count()


def test_a_changed_price_makes_a_quote_stale_cm_02() -> None:
    """CM-02: refused with the fresh quote, which is kept and can be confirmed; nothing was done until then."""
    mine = deal()
    one = mine.started(FIRST)
    quote = change(mine, one, mine.free)
    with within(mine.organization):
        PlanTerms.objects.filter(id=mine.free.id).update(unit_price_minor=31000)
    before = traces(mine)
    with pytest.raises(QuoteStale) as stale:
        mine.confirm(quote.id, TENTH)
    assert traces(mine) == before
    fresh = stale.value.fresh
    assert fresh.charge_today > quote.charge_today
    with within(mine.organization):
        assert get_quote(mine.organization, account=mine.account.id, quote=fresh.id) == fresh
    mine.confirm(fresh.id, TENTH)
    assert mine.invoices()[-1].total == fresh.charge_today


def test_another_day_and_half_an_hour_make_a_quote_stale_cm_02() -> None:
    """CM-02: what it costs is a matter of the day; and a promise ends."""
    mine = deal()
    one = mine.started(FIRST)
    at = noon(TENTH)
    quote = change(mine, one, mine.free)
    before = traces(mine)
    for later in (at + timedelta(minutes=30), at + timedelta(days=1)):
        with pytest.raises(QuoteStale) as stale:
            confirm(mine.organization, account=mine.account.id, quote=quote.id, actor=ACTOR, at=later)
        assert stale.value.fresh.valid_until == later + timedelta(minutes=30)
    assert traces(mine) == before
    just = at + timedelta(minutes=30) - timedelta(seconds=1)
    done = confirm(mine.organization, account=mine.account.id, quote=quote.id, actor=ACTOR, at=just)
    assert done.invoice is not None


def test_midnight_in_copenhagen_is_another_day() -> None:
    """Between 22:59 and 23:01 UTC in winter the day changes in Copenhagen, and with it the price."""
    mine = deal()
    one = mine.started(FIRST)
    before = noon(TENTH).replace(hour=22, minute=59)
    quote = quote_change(mine.organization, account=mine.account.id, subscription=one.id, terms=mine.free.id, at=before)
    with pytest.raises(QuoteStale) as stale:
        confirm(
            mine.organization,
            account=mine.account.id,
            quote=quote.id,
            actor=ACTOR,
            at=before + timedelta(minutes=2),
        )
    assert quote.effective_on == TENTH
    assert stale.value.fresh.effective_on == TENTH + timedelta(days=1)


def test_the_same_quote_twice_does_it_once() -> None:
    mine = deal()
    quote = quote_start(mine.organization, account=mine.account.id, terms=mine.free.id, at=noon(FIRST))
    first = mine.confirm(quote.id, FIRST)
    assert mine.confirm(quote.id, FIRST + timedelta(days=3)) == first
    assert len(mine.invoices()) == 1


def test_what_is_impossible_by_now_is_refused() -> None:
    """Two quotes to cancel: the second one is told that it is cancelled already, not asked to confirm again."""
    mine = deal()
    one = mine.started(FIRST)
    quotes = [
        quote_cancel(mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH)) for _ in range(2)
    ]
    mine.confirm(quotes[0].id, TENTH)
    before = traces(mine)
    with pytest.raises(Refused) as refusal:
        mine.confirm(quotes[1].id, TENTH)
    assert (refusal.value.reason, traces(mine)) == ("already_cancelled", before)


def test_another_account_s_quote_does_not_exist_sb_01() -> None:
    """SB-01: neither of the same company nor of another."""
    mine, other = deal(), deal()
    quote = quote_start(mine.organization, account=mine.account.id, terms=mine.free.id, at=noon(FIRST))
    with pytest.raises(Quote.DoesNotExist):
        other.confirm(quote.id, FIRST)
    neighbour = make.account(mine.owner)
    with pytest.raises(Quote.DoesNotExist):
        confirm(mine.organization, account=neighbour.id, quote=quote.id, actor=ACTOR, at=noon(FIRST))


def outcome(mine: Deal, quote: QuoteView, day: date = TENTH) -> Confirmed | QuoteStale | Refused:
    try:
        return mine.confirm(quote.id, day)
    except (QuoteStale, Refused) as refusal:
        return refusal
    finally:
        connection.close()


def test_two_threads_with_two_quotes_of_one_subscription_one_wins_cm_02() -> None:
    """CM-02: no amount is charged but the one that was confirmed."""
    for _ in range(5):
        mine = deal()
        one = mine.started(FIRST)
        quotes = [change(mine, one, mine.free), change(mine, one, mine.year)]
        with ThreadPoolExecutor(2) as threads:
            done = list(threads.map(outcome, [mine, mine], quotes))
        winners = [quote for quote, result in zip(quotes, done, strict=True) if isinstance(result, Confirmed)]
        assert len(winners) == 1
        assert [invoice.total for invoice in mine.invoices()[1:]] == [winners[0].charge_today]
        assert mine.subscription(one.id).terms_id == winners[0].terms


def test_eight_threads_with_one_quote_do_it_once() -> None:
    mine = deal()
    quote = quote_start(mine.organization, account=mine.account.id, terms=mine.free.id, at=noon(TENTH))
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(outcome, [mine] * 8, [quote] * 8))
    assert len(set(done)) == 1
    assert isinstance(done[0], Confirmed)
    assert len(mine.invoices()) == 1


def test_a_confirmation_and_the_billing_run_at_once() -> None:
    """Neither waits for ever, neither bills a period twice, and the numbers have no gap."""
    day = date(2026, 4, 1)
    for _ in range(3):
        mine = deal()
        one = mine.started(FIRST)
        quote = change(mine, one, mine.free, day)
        with ThreadPoolExecutor(2) as threads:
            confirmed, run = threads.submit(outcome, mine, quote, day), threads.submit(ran, mine, day)
            assert isinstance(confirmed.result(timeout=30), Confirmed)
            run.result(timeout=30)
        invoices = mine.invoices()
        assert [invoice.number for invoice in invoices] == [1, 2, 3]
        assert [invoice.net_minor for invoice in invoices] == [20000, 20000, 10000]


def ran(mine: Deal, day: date) -> None:
    try:
        mine.run(day)
    finally:
        connection.close()


def test_old_previews_are_forgotten_and_used_quotes_are_kept() -> None:
    """Looking around leaves nothing behind; what was agreed stays."""
    mine = deal()
    one = mine.started(FIRST)
    looked_at, agreed = change(mine, one, mine.free), change(mine, one, mine.free)
    mine.confirm(agreed.id, TENTH)
    later = quote_cancel(
        mine.organization, account=mine.account.id, subscription=one.id, at=noon(TENTH + timedelta(days=2))
    )
    with within(mine.organization):
        kept = set(Quote.objects.values_list("id", flat=True))
    assert {agreed.id, later.id} <= kept
    assert looked_at.id not in kept
