"""Offers of a change: other terms, another quantity, a coupon (SU-02, SU-03, XB-08 to XB-11, XB-21). Pure."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import cast
from uuid import UUID

from selvbetjening.domain.billing.rules.facts import Facts, ScheduledFacts, SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.lines import charge_lines, credit_lines
from selvbetjening.domain.billing.rules.making import (
    Decision,
    agreed_of,
    arrears,
    back_from,
    is_invoiced,
    kept,
    made,
    not_begun,
    of_today,
    sums_of,
)
from selvbetjening.domain.billing.rules.own_prices import check_amount
from selvbetjening.domain.billing.rules.policy import Policy
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.domain.billing.rules.standing import as_charged
from selvbetjening.domain.billing.rules.starting import LATEST, bound_until, check, discount_of
from selvbetjening.domain.billing.rules.worth import Agreed, discounted
from selvbetjening.domain.subscriptions.rules import Direction, Refused, Timing, check_change
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period, monthly_equivalent, period_from

PLANNED = UUID(int=1)


def change(*, facts: Facts) -> Decision:
    """What it costs to be on other terms or in another quantity, and when that takes effect."""
    mine = of_today(facts=facts)
    terms = facts.target or mine.terms
    quantity = mine.quantity if facts.quantity is None else facts.quantity
    _check(facts, mine, terms, quantity)
    towards = direction(mine=mine, terms=terms, quantity=quantity, today=facts.today)
    if facts.on and facts.on != facts.today:
        return _said(facts, mine, _on_its_day(mine, terms, quantity, facts), (), "renewal", towards)
    now = _at_once(facts, mine, terms, quantity, towards)
    if now is not None:
        lines, after = now
        return _said(facts, mine, after, lines, "now", towards)
    if is_invoiced(mine=mine):
        raise Refused("change_invoiced")
    return _said(facts, mine, _planned(mine, terms, quantity), (), "renewal", towards)


def takes_effect(*, facts: Facts, terms: TermsFacts, quantity: int) -> date:
    """The day on which a change would take effect: today, or the first day that is not billed yet (SU-02)."""
    mine = of_today(facts=facts)
    towards = direction(mine=mine, terms=terms, quantity=quantity, today=facts.today)
    now = _at_once(facts, mine, terms, quantity, towards)
    return facts.today if now is not None else _planned_on(mine)


def direction(*, mine: SubscriptionFacts, terms: TermsFacts, quantity: int, today: date) -> Direction:
    """Which way the change goes: by the price of one month after discounts and contracts (SU-02). Equal is an upgrade.

    Of other terms the number is the same on both sides, or the nearest that they are sold in: another number besides
    is a change of its own, with its own permission and rule. So neither hides the way that the other one goes.
    """
    found = next((one for one in mine.discounts if one.covers(today)), None)
    wanted = quantity if terms.id == mine.terms.id else terms.limits.nearest(mine.quantity)

    def monthly(on: TermsFacts, of: int) -> Fraction:
        return discounted(price=on.price_on(today, of), discount=found) * monthly_equivalent(
            Money(1, on.currency), on.interval
        )

    return "downgrade" if monthly(terms, wanted) < monthly(mine.terms, mine.quantity) else "upgrade"


def timing(*, facts: Facts, mine: SubscriptionFacts, terms: TermsFacts, quantity: int, towards: Direction) -> Timing:
    """When it happens: terms and quantity each by their own rule, and of the two the later one (SU-02, XB-08)."""
    counted: Timing = facts.policy.quantity_up if quantity > mine.quantity else facts.policy.quantity_down
    if terms.id == mine.terms.id or (quantity != mine.quantity and counted == "renewal"):
        return counted
    return _of_the_move(facts, mine, terms, towards)


def _of_the_move(facts: Facts, mine: SubscriptionFacts, terms: TermsFacts, towards: Direction) -> Timing:
    """As the company has said of this pair of terms, else by its rule for the kind of move (SU-02, XB-08)."""
    policy = facts.policy
    if facts.move in ("now", "renewal"):
        return cast(Timing, facts.move)
    if policy.interval != "price" and terms.plan == mine.terms.plan and terms.interval != mine.terms.interval:
        return cast(Timing, policy.interval)
    return policy.downgrade if towards == "downgrade" else policy.upgrade


def _check(facts: Facts, mine: SubscriptionFacts, terms: TermsFacts, quantity: int) -> None:
    moves = terms.id != mine.terms.id
    check_change(
        state=mine.state,
        same_terms=not moves and quantity == mine.quantity,
        same_currency=terms.currency == mine.terms.currency,
        offered=terms.offered or not moves,
    )
    if moves and facts.move == "refused":
        raise Refused("move_not_allowed")
    waiting = mine.scheduled
    moved = waiting and facts.on and facts.on != waiting.effective_on
    if waiting and not moved and waiting.is_on(terms=terms, quantity=quantity):
        raise Refused("already_scheduled")
    if moves or quantity != mine.quantity:
        check(terms=terms, quantity=quantity, none_of_it=facts.policy.none_of_it)
        check_amount(minor=terms.own_price_minor, quantity=quantity)
    if is_cooling(mine=mine, policy=facts.policy, today=facts.today):
        raise Refused("cool_down")


def is_cooling(*, mine: SubscriptionFacts, policy: Policy, today: date) -> bool:
    """Whether the latest change is so new that the company allows no other yet (XB-09)."""
    return bool(mine.changed_on and today < mine.changed_on + timedelta(days=policy.cooldown_days))


def _full_period(facts: Facts, mine: SubscriptionFacts, terms: TermsFacts, towards: Direction) -> bool:
    """Whether a dearer plan or a longer interval begins a period of its own today (XB-09).

    Not in a trial, and not over what is billed. So a year is charged at once and not for the rest of a month.
    """
    in_trial = mine.trial_ends_on is not None and facts.today < mine.trial_ends_on
    one = Money(1, terms.currency)
    longer = monthly_equivalent(one, terms.interval) < monthly_equivalent(one, mine.terms.interval)
    moves = terms.id != mine.terms.id and (towards == "upgrade" or longer)
    return facts.policy.full_period and moves and not in_trial and mine.ahead_to is None and not terms.backward


def _at_once(
    facts: Facts, mine: SubscriptionFacts, terms: TermsFacts, quantity: int, towards: Direction
) -> tuple[tuple[QuoteLine, ...], SubscriptionFacts] | None:
    """The lines of a change that happens today and where it stands then; None where it waits."""
    if not_begun(mine=mine, today=facts.today):
        return None
    if timing(facts=facts, mine=mine, terms=terms, quantity=quantity, towards=towards) != "now":
        return None
    return _now(facts, mine, terms, quantity, full=_full_period(facts, mine, terms, towards))


def _now(
    facts: Facts, mine: SubscriptionFacts, terms: TermsFacts, quantity: int, *, full: bool
) -> tuple[tuple[QuoteLine, ...], SubscriptionFacts] | None:
    """The lines of a change today and where it stands then; None where what another system billed stands in the way."""
    today, asked, back = facts.today, arrears(mine=mine, until=facts.today), _back(mine, facts.today)
    after = replace(
        mine,
        terms=terms,
        quantity=quantity,
        scheduled=None,
        charged_until=today if terms.backward else None,
        changed_on=today,
        committed_until=_bound(mine, terms, today),
    )
    if full:
        own = period_from(today, terms.interval, anchor_day=today.day)
        after = replace(after, period_starts_on=today, renews_on=own.ends_on, anchor_day=today.day)
    charged, ahead = _charges(agreed_of(mine=after), after, today)
    lines = (*asked, *back, *charged, *ahead)
    papers = sums_of(lines=lines, before=mine, currency=terms.currency).papers
    if mine.elsewhere and papers == "credit":
        return None
    if papers != "none":
        held = (*kept(mine=mine, day=today), *as_charged(lines=asked))
        after = replace(after, charged=(*held, *as_charged(lines=charged), *as_charged(lines=ahead)), elsewhere=False)
    return lines, after


def _back(mine: SubscriptionFacts, today: date) -> tuple[QuoteLine, ...]:
    if mine.elsewhere and today < mine.renews_on:
        return credit_lines(charged=None, agreed=agreed_of(mine=mine), rest=Period(today, mine.renews_on))
    return back_from(mine=mine, day=today)


def _charges(
    agreed: Agreed, after: SubscriptionFacts, today: date
) -> tuple[tuple[QuoteLine, ...], tuple[QuoteLine, ...]]:
    """What is asked for the rest of the period, and for the next one where that had been billed ahead."""
    if after.terms.backward:
        return (), ()
    rest = charge_lines(agreed=agreed, days=Period(today, after.renews_on), often=True)
    if after.ahead_to is None:
        return rest, ()
    return rest, charge_lines(agreed=agreed, days=Period(after.renews_on, after.ahead_to))


def _bound(mine: SubscriptionFacts, terms: TermsFacts, today: date) -> date | None:
    """New terms bring their own binding; an older one holds as long as it would have."""
    if terms.id == mine.terms.id:
        return mine.committed_until
    days = [day for day in (mine.committed_until, bound_until(terms=terms, day=today)) if day]
    return max(days, default=None)


def _planned(mine: SubscriptionFacts, terms: TermsFacts, quantity: int) -> SubscriptionFacts:
    """It waits for the first period that is not billed yet: what was invoiced ahead stands."""
    return replace(mine, scheduled=ScheduledFacts(PLANNED, terms, quantity, _planned_on(mine)))


def _on_its_day(mine: SubscriptionFacts, terms: TermsFacts, quantity: int, facts: Facts) -> SubscriptionFacts:
    """It waits for the day that was asked for, and is then a change of that day, by days."""
    on = facts.on or facts.today
    if on < facts.today or on > facts.today + LATEST or on < mine.begun_on:
        raise Refused("change_day")
    if is_invoiced(mine=mine):
        raise Refused("change_invoiced")
    planned = ScheduledFacts(PLANNED, terms, quantity, on, at_day=on != _planned_on(mine))
    return replace(mine, scheduled=planned)


def _planned_on(mine: SubscriptionFacts) -> date:
    return mine.ahead_to or mine.renews_on


def _said(
    facts: Facts,
    mine: SubscriptionFacts,
    after: SubscriptionFacts,
    lines: tuple[QuoteLine, ...],
    when: Timing,
    towards: Direction,
) -> Decision:
    effective_on = after.scheduled.effective_on if after.scheduled and when == "renewal" else facts.today
    return made(
        facts=facts,
        before=mine,
        after=after,
        lines=lines,
        timing=when,
        direction=towards,
        back_from=facts.today if when == "now" else None,
        effective_on=effective_on,
        committed_until=after.committed_until,
        removes_scheduled_change=mine.scheduled is not None,
    )


def coupon(*, facts: Facts) -> Decision:
    """A discount from the next days that are not billed yet; one at a time (XB-08: `use_coupon`)."""
    mine = of_today(facts=facts)
    if facts.coupon is None:
        raise ValueError("a coupon is wanted")
    if mine.state != "active":
        raise Refused(mine.state)
    if any(one.ends_on is None or one.ends_on > max(facts.today, one.starts_on) for one in mine.discounts):
        raise Refused("coupon_running")
    unbilled = (
        (mine.charged_until or mine.period_starts_on) if mine.terms.backward else (mine.ahead_to or mine.renews_on)
    )
    given = discount_of(
        coupon=facts.coupon,
        starts_on=unbilled,
        interval=mine.terms.interval,
        anchor_day=mine.anchor_day,
        today=facts.today,
    )
    after = replace(mine, discounts=(*mine.discounts, given))
    return made(
        facts=facts,
        before=mine,
        after=after,
        timing="renewal",
        effective_on=unbilled,
        coupon=facts.coupon.code,
        discount_ends_on=given.ends_on,
    )
