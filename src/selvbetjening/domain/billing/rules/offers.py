"""Price an act: facts in, offer out. The same function makes the quote and decides at confirmation."""

from dataclasses import replace
from datetime import date, timedelta

from selvbetjening.domain.billing.rules.facts import Facts, SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.lines import credit_line, period_line, rest_lines
from selvbetjening.domain.billing.rules.quotes import Offer, QuoteLine
from selvbetjening.domain.invoicing.rules import totals
from selvbetjening.domain.subscriptions.rules import (
    Refused,
    Timing,
    cancel_end,
    check_change,
    check_reactivate,
    current_period,
    direction,
    timing,
)
from selvbetjening.kernel.money import Money, percent_of
from selvbetjening.kernel.periods import Period, period_from


def offer(*, facts: Facts) -> Offer:
    """What the wanted act does and costs on the facts' day. Raises `Refused`."""
    match facts.act:
        case "start":
            return _start(facts)
        case "change":
            return _change(facts, _of(facts))
        case "cancel":
            return _cancel(facts, _of(facts))
        case "reactivate":
            return _reactivate(facts, _of(facts))


def _start(facts: Facts) -> Offer:
    terms = _target(facts)
    if not terms.offered:
        raise Refused("plan_not_offered")
    if facts.quantity < 1:
        raise Refused("quantity")
    first = period_from(facts.today, terms.interval, anchor_day=facts.today.day)
    line = period_line(terms=terms, quantity=facts.quantity, period=first)
    lines = (line,) if line.net.minor else ()
    return _made(facts, terms, facts.quantity, lines=lines, timing="now", next_on=first.ends_on)


def _change(facts: Facts, mine: SubscriptionFacts) -> Offer:
    terms, waiting = _target(facts), mine.scheduled
    check_change(
        state=mine.state,
        same_terms=terms.id == mine.terms.id,
        same_currency=terms.currency == mine.terms.currency,
        offered=terms.offered,
    )
    if waiting and waiting.terms.id == terms.id:
        raise Refused("already_scheduled")
    towards = direction(present=mine.terms.price, wanted=terms.price, quantity=mine.quantity)
    current = _current(facts, mine)
    when = timing(towards=towards) if current else "renewal"
    lines = _lines_now(facts, mine, terms, current) if current and when == "now" else ()
    if not _worth_it(lines):
        # It would owe the customer money today, and there are no credit notes yet: from the renewal on, then.
        when, lines = "renewal", ()
    made = _made(facts, terms, mine.quantity, lines=lines, timing=when, next_on=mine.renews_on)
    return replace(made, direction=towards, effective_on=facts.today if when == "now" else mine.renews_on)


def _lines_now(facts: Facts, mine: SubscriptionFacts, terms: TermsFacts, current: Period) -> tuple[QuoteLine, ...]:
    """The rest of the present period back, and the same days on the new terms; lines of nothing are left out."""
    rest, quantity, anchor_day = Period(facts.today, current.ends_on), mine.quantity, mine.anchor_day
    back = credit_line(
        charged=mine.charged, terms=mine.terms, quantity=quantity, current=current, rest=rest, anchor_day=anchor_day
    )
    on = rest_lines(terms=terms, quantity=quantity, current=current, rest=rest, anchor_day=anchor_day)
    return tuple(line for line in (back, *on) if line.net.minor)


def _worth_it(lines: tuple[QuoteLine, ...]) -> bool:
    """Whether an invoice of these lines asks for money; or for nothing at any rate, when it is not issued."""
    summed = totals(nets=((line.vat_basis_points, line.net.minor) for line in lines))
    return summed.total_minor > 0 or all(group == (0, 0) for group in summed.groups.values())


def _cancel(facts: Facts, mine: SubscriptionFacts) -> Offer:
    ends_on = cancel_end(state=mine.state, renews_on=mine.renews_on, current=_current(facts, mine))
    made = _made(facts, mine.terms, mine.quantity, timing="renewal", next_on=None)
    return replace(made, effective_on=ends_on, ends_on=ends_on)


def _reactivate(facts: Facts, mine: SubscriptionFacts) -> Offer:
    check_reactivate(state=mine.state, ends_on=mine.ends_on, today=facts.today)
    return _made(facts, mine.terms, mine.quantity, timing="now", next_on=mine.renews_on)


def _made(
    facts: Facts,
    terms: TermsFacts,
    quantity: int,
    *,
    lines: tuple[QuoteLine, ...] = (),
    timing: Timing,
    next_on: date | None,
) -> Offer:
    currency = terms.currency
    summed = totals(nets=((line.vat_basis_points, line.net.minor) for line in lines))
    each = Money(terms.unit_price.minor * quantity, currency)
    waiting = facts.subscription is not None and facts.subscription.scheduled is not None
    return Offer(
        act=facts.act,
        subscription=facts.subscription.id if facts.subscription else None,
        terms=terms.id,
        quantity=quantity,
        plan_da=terms.plan_da,
        plan_en=terms.plan_en,
        direction="none",
        timing=timing,
        effective_on=facts.today,
        ends_on=None,
        lines=lines,
        net=Money(summed.net_minor, currency),
        vat=Money(summed.vat_minor, currency),
        charge_today=Money(summed.total_minor, currency),
        first_due_on=facts.today + timedelta(days=facts.payment_terms_days) if summed.total_minor else None,
        next_on=next_on,
        next_net=each if next_on else None,
        next_total=each + percent_of(each, terms.vat_basis_points) if next_on else None,
        interval=terms.interval,
        removes_scheduled_change=waiting and facts.act in ("change", "cancel"),
    )


def _current(facts: Facts, mine: SubscriptionFacts) -> Period | None:
    return current_period(
        period_starts_on=mine.period_starts_on,
        renews_on=mine.renews_on,
        interval=mine.terms.interval,
        anchor_day=mine.anchor_day,
        today=facts.today,
    )


def _of(facts: Facts) -> SubscriptionFacts:
    if facts.subscription is None:
        raise ValueError(f"{facts.act} is about a subscription")
    return facts.subscription


def _target(facts: Facts) -> TermsFacts:
    if facts.target is None:
        raise ValueError(f"{facts.act} needs terms")
    return facts.target
