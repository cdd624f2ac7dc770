"""A change for a day within a period: it waits, happens on its day, once, or says why not (fenerum-api.md 8)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from selvbetjening.domain.billing.actions.act_at_once import act_at_once
from selvbetjening.domain.billing.actions.carry_out import carry_out
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_pause import quote_pause
from selvbetjening.domain.billing.actions.quote_resume import quote_resume
from selvbetjening.domain.billing.actions.remove_scheduled_change import remove_scheduled_change
from selvbetjening.domain.billing.actions.sweep import sweep
from selvbetjening.domain.billing.actions.undo import undo
from selvbetjening.domain.billing.queries import next_charge
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.tenancy.within import within
from tests.story.billing.deal import ACTOR, Deal, deal, noon
from tests.story.billing.test_invoiced_before import says
from tests.story.billing.test_rights import act, ledger, notes, owed

pytestmark = pytest.mark.usefixtures("database")

FIRST, TENTH, LATER, NEXT, DAY = date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 17), date(2026, 4, 1), timedelta(1)


def plan(mine: Deal, one: Subscription, on: date, day: date = TENTH, **wish: Any) -> None:
    wanted = Wish(act="change", by_integration=True, on=on, **wish)
    act_at_once(mine.organization, account=mine.account.id, subscription=one.id, wish=wanted, actor=ACTOR, at=noon(day))


def done(mine: Deal, day: date) -> int:
    """What the day's jobs do; how many changes happened."""
    happened = carry_out(mine.organization, today=day, at=noon(day))
    mine.run(day)
    return happened


def changes(mine: Deal) -> list[tuple[date, str, str]]:
    with within(mine.organization):
        found = ScheduledChange.objects.order_by("created_at", "id")
        return list(found.values_list("effective_on", "state", "reason"))


def states(mine: Deal) -> list[str]:
    return sorted(state for _, state, _ in changes(mine))


@pytest.mark.parametrize("ahead", [False, True])
def test_it_happens_on_its_day_as_an_immediate_change_would(ahead: bool) -> None:
    """SU-05: to the øre what the same change costs when it is made on that day, also over what is invoiced ahead."""
    mine, other = deal(), deal()
    for each in (mine, other):
        one = each.started(FIRST)
        if ahead:
            says(each, one, 20)
        wish: dict[str, Any] = {"terms": each.free.id, "quantity": 3}
        if each is mine:
            plan(each, one, LATER, **wish)
            assert (each.subscription(one.id).quantity, ledger(each), notes(each)) == (1, 20_000, [])
        for day in range(5, 45):
            if each is other and FIRST + DAY * day == LATER:
                each.run(LATER)
                now = Wish(act="change", by_integration=True, **wish)
                act_at_once(
                    each.organization, account=each.account.id, subscription=one.id, wish=now, actor=ACTOR,
                    at=noon(LATER),
                )  # fmt: skip
            assert done(each, FIRST + DAY * day) == (each is mine and FIRST + DAY * day == LATER)
        assert each.subscription(one.id).quantity == 3
    assert (ledger(mine), notes(mine), owed(mine)) == (ledger(other), notes(other), owed(other))
    assert changes(mine) == [(LATER, "done", "")]


def test_twice_and_two_at_once_it_happens_once() -> None:
    """The row and the subscription are locked; it is no act of the customer's to be undone (CM-03)."""
    mine = deal()
    one = mine.started(FIRST)
    plan(mine, one, LATER, quantity=4)
    assert carry_out(mine.organization, today=LATER - DAY, at=noon(LATER - DAY)) == 0
    others = sweep(today=LATER - DAY, at=noon(LATER - DAY))
    assert sweep(today=LATER, at=noon(LATER)) == others  # billing has nothing to do; the change has its own job

    def work(_: int) -> int:
        try:
            return carry_out(mine.organization, today=LATER, at=noon(LATER))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(work, range(3))) == [0, 0, 1]
    assert ledger(mine) == 20_000 + 29_033
    with pytest.raises(Refused, match="undo_closed"):
        undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(LATER))


def test_what_cannot_happen_says_why_and_changes_nothing() -> None:
    """Errored with a reason, in the book for the company; the next day does not try again."""
    mine = deal()
    one = mine.started(FIRST)
    plan(mine, one, LATER, quantity=4)
    with within(mine.organization):
        number = mine.owner.cvr
        Organization.objects.filter(id=mine.organization).update(cvr="")
    assert carry_out(mine.organization, today=LATER, at=noon(LATER)) == 0
    assert changes(mine) == [(LATER, "failed", "seller_incomplete")]
    with within(mine.organization):
        Organization.objects.filter(id=mine.organization).update(cvr=number)
        (fact,) = Event.objects.filter(name="subscriptions.scheduled_change_failed")
    assert (fact.data["reason"], fact.data["quantity"]) == ("seller_incomplete", 4)
    assert done(mine, LATER + DAY) == 0
    assert (mine.subscription(one.id).quantity, ledger(mine)) == (1, 20_000)


def test_it_can_be_taken_away_moved_and_refused() -> None:
    """One at a time (SU-06): another takes its place; a past day, one before the beginning and one too far are none."""
    mine = deal()
    one = mine.started(FIRST)
    plan(mine, one, LATER, quantity=4)
    plan(mine, one, LATER + DAY, quantity=4)
    with pytest.raises(Refused, match="already_scheduled"):
        plan(mine, one, LATER + DAY, quantity=4)
    for day in (TENTH - DAY, TENTH + timedelta(days=4000)):
        with pytest.raises(Refused, match="change_day"):
            plan(mine, one, day, quantity=5)
    assert states(mine) == ["removed", "waiting"]
    with within(mine.organization):
        ahead = next_charge(mine.organization, account=mine.account.id, today=TENTH)
    assert ahead is not None
    assert (ahead.on, ahead.net.minor) == (NEXT, 80_000)
    remove_scheduled_change(
        mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(TENTH)
    )
    plan(mine, one, TENTH, quantity=2)  # today is at once
    assert (mine.subscription(one.id).quantity, states(mine)) == (2, ["removed", "removed"])
    plan(mine, one, NEXT, quantity=3)
    with within(mine.organization):
        assert not ScheduledChange.objects.get(state="waiting").at_day  # the renewal's, and the run's
    act(mine, quote_cancel, one, TENTH)
    with pytest.raises(Refused, match="cancelled"):
        plan(mine, one, NEXT + DAY, quantity=5)
    assert done(mine, NEXT) == 0
    assert states(mine) == ["removed"] * 3


def test_of_a_paused_one_it_waits_until_that_runs_again() -> None:
    """XB-12: nothing is charged in a pause; the change counts from the day on which it runs again."""
    mine = deal()
    one = mine.started(FIRST)
    plan(mine, one, LATER, quantity=4)
    act(mine, quote_pause, one, TENTH + DAY)
    assert done(mine, LATER) == 0
    act(mine, quote_resume, one, LATER + DAY)
    assert mine.subscription(one.id).quantity == 1
    assert done(mine, LATER + DAY) == 1
    price = 20_000 * 10 / 31 + 4 * 20_000 * 14 / 31
    assert (mine.subscription(one.id).quantity, abs(ledger(mine) - price) < 3) == (4, True)


def test_a_day_after_a_later_renewal_is_not_the_renewals_matter() -> None:
    """The periods before are billed as they are, the one that it lies in by days, and those after anew."""
    mine = deal()
    one = mine.started(FIRST)
    plan(mine, one, date(2026, 4, 16), quantity=2)
    for day in range(70):
        done(mine, FIRST + DAY * day)
    assert ledger(mine) == 20_000 + 20_000 + 10_000 + 40_000


def test_the_own_price_that_it_brings_along_is_charged_from_its_day() -> None:
    """Section 8, `custom_price`: what was agreed for the other terms holds from the day on which it is on them."""
    mine = deal()
    one = mine.started(FIRST)
    plan(mine, one, date(2026, 4, 16), terms=mine.free.id, own_price_minor=24_000)
    for day in range(70):
        done(mine, FIRST + DAY * day)
    now = mine.subscription(one.id)
    assert (now.terms_id, now.own_price_minor) == (mine.free.id, 24_000)
    assert ledger(mine) == 20_000 + 10_000 + 12_000 + 24_000
