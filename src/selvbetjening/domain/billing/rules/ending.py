"""Offers of an end: cancel, withdraw, and taking a cancellation back (SU-04, XB-16, CAN-1, CAN-4, WDR-8). Pure."""

from dataclasses import replace
from datetime import date, timedelta

from selvbetjening.domain.billing.rules.facts import Facts, SubscriptionFacts
from selvbetjening.domain.billing.rules.law import cancelling, withdrawal
from selvbetjening.domain.billing.rules.law.parties import party
from selvbetjening.domain.billing.rules.lines import charge_lines
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
    period_ends_on,
)
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.domain.billing.rules.standing import as_charged
from selvbetjening.domain.subscriptions.rules import Refused, Timing, check_reactivate
from selvbetjening.kernel.periods import Period


def cancel(*, facts: Facts) -> Decision:
    """When it ends, and what is paid back: at the renewal, or today in the ways the company allows (SU-04).

    A binding keeps a business; for a consumer the law decides (CAN-1), and what was paid for days after the end is
    given back (CAN-4). Cancelling wins over a planned change (SU-06) but one that is invoiced.
    """
    mine, today, kind = of_today(facts=facts), facts.today, facts.kind or "renewal"
    if mine.state == "cancelled":
        raise Refused("already_cancelled")
    if mine.state == "ended":
        raise Refused("ended")
    if kind not in ("renewal", *facts.policy.cancel_kinds):
        raise Refused("kind_not_offered")
    if not_begun(mine=mine, today=today):
        back = back_from(mine=mine, day=mine.begun_on)
        return _ends(facts, mine, mine.begun_on, back, kind, ("agreed.not_begun",), mine.begun_on)
    if mine.state == "paused":
        return _ends(facts, mine, today, (), kind, ("agreed.paused",))
    earliest = _earliest(facts, mine)
    if kind == "renewal":
        # One that is registered late may have ended already: it runs until today, and costs nothing from its end on.
        on = max(earliest.on, today)
        return _ends(facts, mine, on, back_from(mine=mine, day=earliest.on), kind, earliest.reasons, earliest.on)
    bound = _earliest(facts, mine, notice=False)
    if bound.on > today:
        raise Refused("committed")
    if kind == "today":
        lines = (*arrears(mine=mine, until=today), *back_from(mine=mine, day=today))
        return _ends(facts, mine, today, lines, kind, ("agreed.today",), today)
    start = mine.period_starts_on
    return _ends(facts, mine, today, back_from(mine=mine, day=start), kind, ("agreed.refund",), start)


def withdraw(*, facts: Facts) -> Decision:
    """Take the contract back (WDR-1, WDR-8): it ends today, and all is paid back but the days that the law lets count.

    Raises `Refused` with `withdrawal_closed` where the right has ended or never was.
    """
    mine, today, known = of_today(facts=facts), facts.today, facts.withdrawal
    if mine.state == "ended":
        raise Refused("ended")
    found = withdrawal.withdrawal(
        party=_party(facts),
        contracted_on=mine.agreed_on,
        today=today,
        started_on=mine.begun_on,
        started_on_request=known.started_on_request,
        informed_on=known.informed_on,
        exempt=mine.terms.withdrawal_exempt,
        exempt_reason=known.exempt_reason,
        offer_b2b=facts.policy.offer_withdrawal_b2b,
    )
    if not found.open:
        raise Refused("withdrawal_closed")
    keeps_until = mine.begun_on + timedelta(days=found.pay_for_days)
    lines = back_from(mine=mine, day=keeps_until)
    if found.pay_for_days and mine.state != "paused":
        lines = (*arrears(mine=mine, until=keeps_until), *lines)
    return _ends(facts, mine, today, lines, "", found.reasons, keeps_until)


def reactivate(*, facts: Facts) -> Decision:
    """Take a cancellation back before it has taken effect: it renews as it always would have (XB-16).

    What the cancellation gave back is charged again.
    """
    mine, today = of_today(facts=facts), facts.today
    check_reactivate(state=mine.state, ends_on=mine.ends_on, today=today)
    ends_on = mine.ends_on or today
    waits = not_begun(mine=mine, today=today) and mine.trial_ends_on is None
    renews_on = mine.renews_on if waits else period_ends_on(mine=mine)
    after = replace(mine, state="active", ends_on=None, renews_on=max(renews_on, mine.renews_on))
    rest, ahead = _again(mine, after, ends_on)
    after = replace(after, charged=(*mine.charged, *as_charged(lines=rest), *as_charged(lines=ahead)))
    return made(facts=facts, before=mine, after=after, lines=(*rest, *ahead))


def _again(
    mine: SubscriptionFacts, after: SubscriptionFacts, ends_on: date
) -> tuple[tuple[QuoteLine, ...], tuple[QuoteLine, ...]]:
    """What the cancellation gave back: the rest of a period it cut, and the next one where that was billed ahead."""
    if mine.terms.backward:
        return (), ()
    agreed = agreed_of(mine=mine)
    rest = charge_lines(agreed=agreed, days=Period(ends_on, after.renews_on)) if ends_on < after.renews_on else ()
    if mine.ahead_to is None or ends_on > after.renews_on:
        return rest, ()
    return rest, charge_lines(agreed=agreed, days=Period(after.renews_on, mine.ahead_to))


def _ends(
    facts: Facts,
    mine: SubscriptionFacts,
    on: date,
    lines: tuple[QuoteLine, ...],
    kind: str,
    reasons: tuple[str, ...],
    since: date | None = None,
) -> Decision:
    """It runs until, not including, `on`."""
    starts_on = min(mine.period_starts_on, on)
    after = replace(
        mine,
        state="cancelled",
        ends_on=on,
        scheduled=mine.scheduled if mine.scheduled and is_invoiced(mine=mine) and on > mine.renews_on else None,
        period_starts_on=starts_on,
        renews_on=min(mine.renews_on, on),
        charged_until=on if mine.terms.backward and on <= facts.today else mine.charged_until,
        paused_on=None,
        paused_until=None,
        charged=kept(mine=mine, day=since or on),
    )
    timing: Timing = "now" if on <= facts.today else "renewal"
    return made(
        facts=facts,
        before=mine,
        after=after,
        lines=lines,
        timing=timing,
        back_from=since,
        effective_on=on,
        kind=kind,
        legal=reasons,
    )


def _earliest(facts: Facts, mine: SubscriptionFacts, *, notice: bool = True) -> cancelling.End:
    """The earliest end by law and agreement; without `notice` only what binds, for a company that lets go today."""
    noticed_on = facts.noticed_on or facts.today
    # A notice of an earlier period ends with that one, not with what was billed since (CAN-5).
    period_ends = mine.renews_on if noticed_on >= mine.period_starts_on else mine.period_starts_on
    found = cancelling.earliest_end(
        party=_party(facts),
        today=noticed_on,
        contracted_on=mine.agreed_on,
        committed_until=mine.committed_until,
        notice=mine.terms.notice if notice else None,
        current_period_ends_on=period_ends if notice else facts.today,
        long_binding=mine.terms.long_binding,
        consumer_notice_to="month_end" if facts.policy.consumer_notice_to == "month_end" else "any_day",
    )
    if facts.free_on is None or noticed_on >= facts.free_on:
        return found
    free = cancelling.end_after_price_change(today=noticed_on, effective_on=facts.free_on)
    return free if free.on < found.on else found


def _party(facts: Facts) -> str:
    return party(known=facts.party_type, unknown_as=facts.policy.unknown_party_as)
