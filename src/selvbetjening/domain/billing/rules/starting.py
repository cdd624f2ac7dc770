"""Offers of a new subscription, and of one like another that has ended (XB-16). Pure."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.billing.rules.ending import cancel
from selvbetjening.domain.billing.rules.facts import CouponWish, DiscountFacts, Facts, SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.law.ordering import lowest_total
from selvbetjening.domain.billing.rules.making import Decision, made
from selvbetjening.domain.billing.rules.outlooks import upcoming
from selvbetjening.domain.billing.rules.own_prices import check_amount
from selvbetjening.domain.billing.rules.standing import up_to_date
from selvbetjening.domain.catalog.rules.quantities import QuantityRefused, check_quantity
from selvbetjening.domain.contracts.rules.holding import bound_by
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, step

NEW = UUID(int=0)
#: How long before it begins a subscription may be ordered: some ten years.
LATEST: Final = timedelta(days=3653)


def start(*, facts: Facts) -> Decision:
    """What it costs to begin on `starts_on`, or today: the first period, unless it is a trial or charged backward.

    An account has one free trial of a plan: whoever has had it pays from the first day.
    """
    if facts.is_archived:
        raise Refused("account_archived")
    terms = target_of(facts=facts)
    quantity = terms.limits.minimum if facts.quantity is None else facts.quantity
    if not terms.offered:
        raise Refused("plan_not_offered")
    check(terms=terms, quantity=quantity, none_of_it=facts.policy.none_of_it)
    check_amount(minor=terms.own_price_minor, quantity=quantity)
    starts_on = facts.starts_on or facts.today
    if starts_on < facts.today:
        raise Refused("starts_in_the_past")
    if starts_on > facts.today + LATEST:
        raise Refused("starts_too_late")
    fresh = fresh_on(
        terms=replace(terms, trial_days=0) if facts.trial_used else terms,
        quantity=quantity,
        starts_on=starts_on,
        today=facts.today,
        coupon=facts.coupon,
    )
    fresh = replace(fresh, terms=terms)
    lines = tuple(line for charge in upcoming(mine=fresh, until=facts.today) for line in charge.lines)
    after = up_to_date(mine=fresh, today=facts.today)
    decision = made(facts=facts, before=None, after=after, lines=lines, effective_on=starts_on)
    words = start_words(after=after, facts=facts)
    least = least_total(facts=facts, fresh=fresh) if after.committed_until else None
    return replace(decision, offer=replace(decision.offer, least=least, **words))


def least_total(*, facts: Facts, fresh: SubscriptionFacts) -> Money:
    """What it costs at the least, incl. VAT: cancelled on its first day, and paid until that ends it (ORD-1).

    Charge by charge as they will fall: those of the first day, what the cancellation charges and gives back, and
    those until the end. So it is the same amount as the cancel page then shows.
    """
    day, currency = fresh.begun_on, fresh.terms.currency
    first = [Money(charge.summed.total_minor, currency) for charge in upcoming(mine=fresh, until=day)]
    begun = up_to_date(mine=fresh, today=day)
    policy = replace(facts.policy, invoice_days_before=0)
    then = replace(facts, act="cancel", subscription=begun, today=day, kind="", noticed_on=None, policy=policy)
    ended = cancel(facts=then).offer
    later = [ended.charge_today, ended.rest or Money.zero(currency)]
    return lowest_total(payments=[*first, *later], given_back=ended.credited)


def resubscribe(*, facts: Facts, mine: SubscriptionFacts) -> Decision:
    """Begin anew on the terms of one that has ended (XB-16); a new subscription, at the price that they are sold at."""
    if mine.state != "ended":
        raise Refused("not_ended")
    decision = start(facts=replace(facts, target=mine.terms.at(None), quantity=mine.quantity or None))
    return replace(decision, offer=replace(decision.offer, subscription=mine.id, quantity_before=mine.quantity))


def fresh_on(
    *, terms: TermsFacts, quantity: int, starts_on: date, today: date, coupon: CouponWish | None
) -> SubscriptionFacts:
    """A subscription as it is made, before anything of it is billed."""
    trial = starts_on + timedelta(days=terms.trial_days) if terms.trial_days else None
    first = trial or starts_on
    return SubscriptionFacts(
        id=NEW,
        state="active",
        terms=terms,
        quantity=quantity,
        anchor_day=first.day,
        period_starts_on=starts_on,
        renews_on=first,
        ends_on=None,
        scheduled=None,
        charged=(),
        discounts=(
            discount_of(coupon=coupon, starts_on=first, interval=terms.interval, anchor_day=first.day, today=today),
        )
        if coupon
        else (),
        started_on=starts_on,
        contracted_on=today,
        committed_until=bound_until(terms=terms, day=starts_on),
        trial_ends_on=trial,
        charged_until=first if trial and terms.backward else None,
    )


def discount_of(
    *, coupon: CouponWish, starts_on: date, interval: Interval, anchor_day: int, today: date
) -> DiscountFacts:
    """What a coupon gives from a day on: for so many periods of the terms, or for good. Raises `Refused`."""
    if coupon.refused:
        raise Refused(coupon.refused)
    ends_on = None
    if coupon.periods:
        ends_on = starts_on
        for _ in range(coupon.periods):
            ends_on = step(ends_on, interval, anchor_day=anchor_day)
    return DiscountFacts(coupon.percent_basis_points, coupon.amount, starts_on, ends_on, coupon.id)


def bound_until(*, terms: TermsFacts, day: date) -> date | None:
    """The first day without binding of terms that are taken on this day: theirs, or their contract's, the later one."""
    own = step(day, terms.commitment, anchor_day=day.day) if terms.commitment else None
    found = [until for until in (own, bound_by(contracts=terms.contracts, day=day)) if until and until > day]
    return max(found, default=None)


def start_words(*, after: SubscriptionFacts, facts: Facts) -> dict[str, Any]:
    """What is said of trial, binding and coupon."""
    return {
        "trial_ends_on": after.trial_ends_on,
        "committed_until": after.committed_until,
        "coupon": facts.coupon.code if facts.coupon else "",
        "trial_used": facts.trial_used and after.terms.trial_days > 0,
        "discount_ends_on": after.discounts[-1].ends_on if after.discounts else None,
    }


def check(*, terms: TermsFacts, quantity: int, none_of_it: bool) -> None:
    """Whether the terms are sold in this quantity (XB-11), or in none where that is allowed. Raises `Refused`."""
    if none_of_it and not quantity:
        return
    if quantity < 1:
        raise Refused("quantity")
    try:
        check_quantity(limits=terms.limits, quantity=quantity)
    except QuantityRefused as refused:
        raise Refused(refused.reason) from None


def target_of(*, facts: Facts) -> TermsFacts:
    """The terms that are wanted. Raises ValueError where there are none."""
    if facts.target is None:
        raise ValueError(f"{facts.act} needs terms")
    return facts.target
