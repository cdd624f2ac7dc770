"""Make an offer of what an act does: its lines, what they come to, on which papers, and what follows. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from selvbetjening.domain.billing.rules.charged import Charged, ChargedLine, credit_note_totals, given_back
from selvbetjening.domain.billing.rules.facts import Facts, SubscriptionFacts
from selvbetjening.domain.billing.rules.lines import charge_lines, credit_lines, unused
from selvbetjening.domain.billing.rules.outlooks import by_month, next_charge, sums, upcoming
from selvbetjening.domain.billing.rules.quotes import Offer, Papers, QuoteLine
from selvbetjening.domain.billing.rules.standing import up_to_date
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.domain.subscriptions.rules import Timing
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period, period_from

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """What an act does: the offer as it is shown, and the subscription as it stands afterwards.

    `back_from` is the first day that is given back of what was charged, None where nothing is.
    """

    offer: Offer
    after: SubscriptionFacts
    back_from: date | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What lines come to: nets and VAT of all papers together, and on which papers they stand."""

    papers: Papers
    net: Money
    vat: Money

    @property
    def total(self) -> Money:
        return self.net + self.vat


def sums_of(*, lines: tuple[QuoteLine, ...], before: SubscriptionFacts | None, currency: str) -> Sums:
    """One invoice where every VAT group of it asks for something; else credit notes, and an invoice for the charges.

    Charges and credits that cancel out in every group are no papers at all.
    """
    together = sums(lines=lines)
    if all(group.net_minor == 0 for group in together.groups):
        return Sums("none", Money.zero(currency), Money.zero(currency))
    charges = tuple(line for line in lines if line.kind == "charge")
    one = all(group.net_minor >= 0 for group in together.groups)
    if len(charges) == len(lines) or (one and together.net_minor > 0):
        return Sums("invoice", Money(together.net_minor, currency), Money(together.vat_minor, currency))
    asked = sums(lines=charges)
    notes = credit_note_totals(taken=_taken(lines, before))
    net = asked.net_minor - sum(note.net_minor for note in notes)
    vat = asked.vat_minor - sum(note.vat_minor for note in notes)
    return Sums("credit", Money(net, currency), Money(vat, currency))


def _taken(lines: Iterable[QuoteLine], before: SubscriptionFacts | None) -> list[tuple[ChargedLine, Money]]:
    known = {line.line: line for charged in (before.charged if before else ()) for line in charged.lines}
    return [(known[line.credits_line], -line.net) for line in lines if line.credits_line in known]


def made(
    *,
    facts: Facts,
    before: SubscriptionFacts | None,
    after: SubscriptionFacts,
    lines: tuple[QuoteLine, ...] = (),
    timing: Timing = "now",
    back_from: date | None = None,
    **more: Any,
) -> Decision:
    """The offer for this act: before it the subscription is `before` (None: there is none), after it `after`."""
    terms = after.scheduled.terms if after.scheduled and timing == "renewal" else after.terms
    quantity = after.scheduled.quantity if after.scheduled and timing == "renewal" else after.quantity
    currency = terms.currency
    summed = sums_of(lines=lines, before=before, currency=currency)
    zero, total, before_it = Money.zero(currency), summed.total, facts.policy.invoice_days_before
    offer = Offer(
        act=facts.act,
        subscription=before.id if before else None,
        terms=terms.id,
        quantity=quantity,
        plan_da=terms.plan_da,
        plan_en=terms.plan_en,
        direction="none",
        timing=timing,
        effective_on=facts.today,
        ends_on=after.ends_on,
        lines=lines,
        first_due_on=_due_on(facts, summed.papers) if total.minor > 0 else None,
        interval=terms.interval,
        removes_scheduled_change=before is not None and before.scheduled is not None and _dropped(before, after),
        quantity_before=before.quantity if before else 0,
        forecast_keep=by_month(mine=before, today=facts.today, at_once=zero, days_before=before_it) if before else (),
        forecast_change=by_month(mine=after, today=facts.today, at_once=total, days_before=before_it),
        **_asked(summed, zero),
        **_following(facts, after, currency),
    )
    return Decision(replace(offer, **more), after, back_from if summed.papers != "none" else None)


def _due_on(facts: Facts, papers: Papers) -> date:
    """Of a change, only what takes the place of another invoice is owed as long as that was."""
    return (replace(facts, owed_by=None) if facts.act == "change" and papers == "invoice" else facts).due_on


def _asked(summed: Sums, zero: Money) -> dict[str, Any]:
    """What is charged today, or comes to the account's good."""
    total = summed.total
    return {
        "net": summed.net,
        "vat": summed.vat,
        "charge_today": total if total.minor > 0 else zero,
        "credited": -total if total.minor < 0 else zero,
        "papers": summed.papers,
    }


def _following(facts: Facts, after: SubscriptionFacts, currency: str) -> dict[str, Any]:
    """What is charged next, and when; of one that ends, also all that is charged until then."""
    days = facts.policy.invoice_days_before
    coming = next_charge(mine=after, days_before=days)
    found: dict[str, Any] = {
        "next_on": max(coming.on, facts.today) if coming else None,
        "next_net": Money(coming.summed.net_minor, currency) if coming else None,
        "next_total": Money(coming.summed.total_minor, currency) if coming else None,
    }
    if after.ends_on is None:
        return found
    charges = upcoming(mine=after, until=after.ends_on, days_before=days)
    expected = [(max(one.on, facts.today), one.summed.total_minor) for one in charges]
    payments = [(on, total) for on, total in expected if total]
    return found | {
        "rest": Money(sum(total for _, total in payments), currency),
        "rest_payments": len(payments),
        "rest_from": payments[0][0] if payments else None,
    }


def _dropped(before: SubscriptionFacts, after: SubscriptionFacts) -> bool:
    return after.scheduled is None or (before.scheduled is not None and after.scheduled.id != before.scheduled.id)


def of_today(*, facts: Facts) -> SubscriptionFacts:
    """The subscription of the facts as if billed up to today. Raises ValueError where there is none."""
    if facts.subscription is None:
        raise ValueError(f"{facts.act} is about a subscription")
    return up_to_date(mine=facts.subscription, today=facts.today, days_before=facts.policy.invoice_days_before)


def not_begun(*, mine: SubscriptionFacts, today: date) -> bool:
    """Whether its first day is still to come, so that nothing of it was billed."""
    return today < mine.period_starts_on or (mine.period_starts_on == mine.renews_on and today < mine.renews_on)


def is_invoiced(*, mine: SubscriptionFacts) -> bool:
    """Whether the period that the planned change begins with was invoiced ahead, at what it costs then."""
    planned = mine.scheduled
    return bool(planned and not planned.at_day and mine.ahead_to and planned.effective_on <= mine.renews_on)


def period_ends_on(*, mine: SubscriptionFacts) -> date:
    """Where its present period ends by rights, though a cancellation may have cut it."""
    if mine.trial_ends_on and mine.trial_ends_on > mine.period_starts_on:
        return mine.trial_ends_on
    return period_from(mine.period_starts_on, mine.terms.interval, anchor_day=mine.anchor_day).ends_on


def agreed_of(*, mine: SubscriptionFacts) -> Agreed:
    """What its days are on, measured by the real periods from the present one; those of a trial before it are free."""
    starts_on = max(mine.period_starts_on, mine.trial_ends_on or mine.period_starts_on)
    return Agreed.of(mine, period_from(starts_on, mine.terms.interval, anchor_day=mine.anchor_day))


def back_from(*, mine: SubscriptionFacts, day: date) -> tuple[QuoteLine, ...]:
    """What is given back for all days charged from `day` on, of the present period and of what is charged ahead."""
    agreed = agreed_of(mine=mine)
    return tuple(
        line
        for charged in mine.charged
        if charged.ends_on > day
        for line in credit_lines(charged=charged, agreed=agreed, rest=Period(day, charged.ends_on))
    )


def kept(*, mine: SubscriptionFacts, day: date) -> tuple[Charged, ...]:
    """What is still charged once all from `day` on is given back: the days before, with what is left of their lines."""
    agreed, found = agreed_of(mine=mine), []
    for charged in mine.charged:
        back = unused(charged=charged, agreed=agreed, rest=Period(day, max(charged.ends_on, day + ONE_DAY)))
        lines = tuple(
            line._replace(left=line.left - taken, ends_on=min(line.ends_on, day))
            for line, taken in given_back(charged=charged, amount=back)
            if line.starts_on < day
        )
        found += [Charged(lines)] if lines else []
    return tuple(found)


def arrears(*, mine: SubscriptionFacts, until: date) -> tuple[QuoteLine, ...]:
    """What is asked for the days of a running period that is charged backward, up to `until`."""
    starts_on = mine.charged_until or mine.period_starts_on
    if not mine.terms.backward or starts_on >= until:
        return ()
    return charge_lines(agreed=agreed_of(mine=mine), days=Period(starts_on, until))
