"""Any acts on the real tables: each comes to exactly what it showed; two at once do it once (CM-02, XB-23)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_pause import quote_pause
from selvbetjening.domain.billing.actions.quote_reactivate import quote_reactivate
from selvbetjening.domain.billing.actions.quote_resume import quote_resume
from selvbetjening.domain.billing.actions.undo import undo
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.billing.deal import ACTOR, Deal, deal, noon
from tests.story.billing.test_rights import ledger, owed, settings

pytestmark = pytest.mark.usefixtures("database")

TENTH = date(2026, 3, 10)


@pytest.mark.parametrize("seed", [1, 2])
def test_fourteen_acts_come_to_what_they_showed_cm_02_xb_23(seed: int) -> None:
    """CM-02, XB-23: the balance moves by what the quote said and by nothing else; no line is credited beyond itself."""
    dice, day = Random(seed), date(2026, 1, 31)
    mine = deal(party_type=dice.choice(["business", "consumer"]))
    settings(mine, cancel_kinds=["today"], timing_downgrade="now", timing_quantity_down="now")
    late = make.terms(mine.free.plan, unit_price_minor=24_001, charging="backward")
    one = mine.started(day, mine.free)
    acts: list[tuple[Any, dict[str, Any]]] = [
        *((quote_change, {"terms": terms.id}) for terms in (mine.basis, mine.free, mine.year, late)),
        *((quote_change, {"quantity": quantity}) for quantity in (1, 3, 7)),
        *((quote_pause, {}), (quote_resume, {}), (quote_resume, {}), (quote_cancel, {}), (quote_reactivate, {})),
    ]
    for _ in range(14):
        day += timedelta(days=dice.choice([0, 1, 6, 17]))
        mine.run(day)
        quote, wish = dice.choice(acts)
        before, booked = owed(mine), ledger(mine)
        what = {"account": mine.account.id, "subscription": one.id, "at": noon(day), **wish}
        try:
            made = quote(mine.organization, **what)
        except Refused:
            continue
        mine.confirm(made.id, day)
        assert owed(mine) - before == made.charge_today.minor - made.credited.minor
        assert ledger(mine) - booked == made.net.minor
    with within(mine.organization):
        lines = InvoiceLine.objects.filter(subscription_id=one.id, net_minor__gt=0)
        assert all(0 <= line.creditable_minor <= line.net_minor for line in lines)


def both(work: Callable[[], Any]) -> list[str]:
    """Do it in two threads at once; what came of each."""

    def done() -> str:
        try:
            work()
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        return sorted(future.result(timeout=60) for future in [threads.submit(done), threads.submit(done)])


def test_two_at_once_undo_once_cm_03() -> None:
    """CM-03: one undoes, the other finds nothing to undo; the money comes back once."""
    mine = deal()
    one = mine.started(date(2026, 3, 1))
    made = quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=mine.free.id, at=noon(TENTH)
    )
    mine.confirm(made.id, TENTH)

    def work() -> None:
        undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(TENTH))

    assert both(work) == ["done", "undo_closed"]
    assert (ledger(mine), owed(mine)) == (20_000, 25_000)


def test_two_at_once_pause_once_cm_02() -> None:
    """CM-02: two quotes of one pause: the days are given back once; a neighbour's quote cannot be made (SEC-19)."""
    mine, other = deal(), deal()
    one = mine.started(date(2026, 3, 1))
    what: dict[str, Any] = {"account": mine.account.id, "subscription": one.id, "at": noon(TENTH)}
    quotes = [quote_pause(mine.organization, **what) for _ in range(2)]

    def work() -> None:
        mine.confirm(quotes.pop().id, TENTH)

    assert both(work) == ["done", "paused"]
    assert ledger(mine) == 5_806
    for stranger, account in ((other, other.account), (mine, make.account(mine.owner))):
        with pytest.raises(type(one).DoesNotExist):
            quote_resume(_of(stranger), **{**what, "account": account.id})


def _of(mine: Deal) -> Any:
    return mine.organization
