"""What a page says that a card will pay (`announced`) is what the card pays: that amount, on that day, by that card."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.models import CardCollection, GatewayAccount
from selvbetjening.domain.payments.queries.announced import Announced, announced, card_on
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.collecting import LEAST
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests import make
from tests.card_gateway import CONFIRM, EXPIRED, NO_FUNDS, VISA, answer
from tests.story.billing.deal import noon
from tests.story.cards.standings import DEFERRED, FEE, REJECTED, TOTAL, Case, written
from tests.story.cards.till import DUE, FIRST, Till, another, till

BEFORE, AFTER = DUE - timedelta(days=2), DUE + timedelta(days=1)


def said(mine: Till, today: date = BEFORE) -> list[Announced]:
    """What is announced of everything that is open."""
    with within(mine.organization):
        items = open_items(mine.organization, account=mine.account.id)
        found = announced(mine.organization, account=mine.account.id, items=items.values(), today=today)
        return sorted(found.values(), key=lambda each: (each.on, each.amount.minor))


def billed() -> Till:
    mine = till()
    mine.save()
    written(mine, Case())
    return mine


@pytest.mark.parametrize(
    ("case", "minor", "on"),
    [
        (Case(), TOTAL, DUE),
        (Case(paid=10000), TOTAL - 10000, DUE),
        (Case(claim="open"), TOTAL + FEE, DUE),
        (Case(claim="waived"), TOTAL + FEE // 2, DUE),
        (Case(deferred=True), TOTAL, DEFERRED),
        (Case(dispute="rejected"), TOTAL, REJECTED),
        (Case(dispute="withdrawn"), TOTAL, DUE),
        (Case(plan="broken"), TOTAL, DUE),
        (Case(paid=TOTAL), None, None),
        (Case(dispute="whole"), None, None),
        (Case(dispute="part"), None, None),
        (Case(plan="kept"), None, None),
        (Case(handed_over=True), None, None),
    ],
)
def test_what_is_promised_happens_and_nothing_else(case: Case, minor: int | None, on: date | None) -> None:
    """CM-06: the same amount on the same day; of what has no day nothing is said, and nothing is charged."""
    mine = till()
    mine.save()
    written(mine, case)
    told = [(each.amount.minor, each.on, each.by.card, each.by.last_on) for each in said(mine)]
    assert told == ([(minor, on, "Visa •••• 4242", None)] if on else [])
    for day in sorted({BEFORE, *(each + timedelta(days=by) for each in (DUE, DEFERRED, REJECTED) for by in (-1, 0))}):
        mine.collect(day)
    assert [(each.amount_minor, each.made_at) for each in mine.attempts()] == ([(minor, noon(on))] if on else [])


@pytest.mark.parametrize(
    ("last_month", "promised"),
    [(2, False), (3, True), (None, True)],
)
def test_a_card_that_is_over_before_the_day_is_no_promise(last_month: int | None, promised: bool) -> None:
    """XB-41: asked in February about a day in March; the last day of the month is good still."""
    mine = till()
    mine.save(replace(VISA, exp_month=last_month, exp_year=2026 if last_month else None))
    written(mine, Case())
    (each,) = said(mine, date(2026, 2, 20))
    assert each.by.last_on == (None if promised else date(2026, 2, 28))
    with within(mine.organization):
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)):
            found = card_on(mine.organization, account=mine.account.id, currency="DKK", on=day)
            over = last_month is not None and day > date(2026, last_month, {2: 28, 3: 31}[last_month])
            assert found is not None and (found.last_on is not None) is over, day


def test_of_cards_that_are_all_over_the_one_that_lasts_longest_is_named() -> None:
    """XB-41: it is the one whose owner is asked for a new one; a card for other money is not."""
    mine = till(gateway="quickpay")
    for last4, month, currency in (("0001", 1, "DKK"), ("0003", 3, "DKK"), ("0002", 2, "DKK"), ("0009", 5, "EUR")):
        mine.save(another(last4, exp_month=month, exp_year=2026), currency=currency, day=date(2026, 1, 5))
    with within(mine.organization):
        found = card_on(mine.organization, account=mine.account.id, currency="DKK", on=date(2026, 6, 1))
    assert found is not None and (found.card, found.last_on) == ("Visa •••• 0003", date(2026, 3, 31))


@pytest.mark.parametrize("how", ["none", "disabled", "disconnected"])
def test_without_a_card_nothing_is_promised(how: str) -> None:
    """CD-04: never had, disabled, or of a gateway that is connected no more."""
    mine = till()
    if how != "none":
        card = mine.save()
    written(mine, Case())
    if how == "disabled":
        disable_card(
            mine.organization, account=mine.account.id, card=card.id, by="customer", actor=SYSTEM, at=noon(FIRST)
        )
    with within(mine.organization):
        if how == "disconnected":
            GatewayAccount.objects.filter(id=mine.gateway.id).update(is_active=False)
        assert card_on(mine.organization, account=mine.account.id, currency="DKK", on=DUE) is None
    assert said(mine) == []
    assert mine.collect(DUE) == 0


def test_who_was_told_to_pay_herself_is_promised_nothing() -> None:
    """Given up, or stopped: no card pays it, also not one that is added later."""
    mine = billed()
    mine.book.script("charge", answer("failed", failure=EXPIRED))
    mine.collect(DUE)
    mine.save(another(), day=AFTER)
    assert (mine.row().state, said(mine, AFTER)) == ("given_up", [])
    other = till()
    written(other, Case())
    other.collect(DUE)
    other.save(day=AFTER)
    assert (other.row().state, said(other, AFTER)) == ("stopped", [])


def test_the_next_try_is_promised_on_its_day_and_made_then() -> None:
    """Retry planned: the day of the plan, not the due day; a day that a sweep missed is today."""
    mine = billed()
    mine.book.script("charge", answer("failed", failure=NO_FUNDS))
    mine.collect(DUE)
    (each,) = said(mine, DUE)
    assert (each.amount, each.on) == (Money(TOTAL, "DKK"), DUE + timedelta(days=2))
    late = DUE + timedelta(days=4)
    assert [each.on for each in said(mine, late)] == [late]
    mine.collect(AFTER)
    assert len(mine.attempts()) == 1
    mine.collect(each.on)
    assert mine.paid() == [TOTAL]


def test_what_waits_for_her_or_is_too_small_has_no_day() -> None:
    """SCA and S9: nothing is charged by itself on any day that could be named."""
    mine = billed()
    mine.book.script("charge", answer("needs_customer", failure=CONFIRM))
    mine.collect(DUE)
    assert (mine.row().state, said(mine, AFTER)) == ("asking", [])
    small = billed()
    with within(small.organization):
        CardCollection.objects.update(reason=LEAST)
    assert said(small) == []


def test_the_neighbours_rows_say_nothing_here() -> None:
    """SEC-18: another account of the same company has a card and a planned charge; this one has neither."""
    mine = billed()
    other = make.account(mine.owner, collection_method="payment_card")
    with within(mine.organization):
        assert card_on(mine.organization, account=other.id, currency="DKK", on=DUE) is None
        items = open_items(mine.organization, account=mine.account.id)
        assert announced(mine.organization, account=other.id, items=items.values(), today=BEFORE) == {}
