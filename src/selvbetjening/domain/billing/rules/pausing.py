"""Offers of a pause, and of taking a paused subscription up again (XB-12). Pure."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from selvbetjening.domain.billing.rules.due import resumed
from selvbetjening.domain.billing.rules.facts import Facts
from selvbetjening.domain.billing.rules.making import Decision, arrears, back_from, kept, made, not_begun, of_today
from selvbetjening.domain.billing.rules.standing import as_charged, bill_lines, billed_ahead, running
from selvbetjening.domain.subscriptions.rules import Refused

#: A pause has an end that can be foreseen, also where the company sets none.
LONGEST_PAUSE_DAYS: Final = 730


def pause(*, facts: Facts) -> Decision:
    """From today on it costs nothing, until the day in `until` or until somebody takes it up.

    The days that are paid and not used are given back; the rhythm of its periods stays (SU-03). Not while it is bound.
    """
    mine, today, until = of_today(facts=facts), facts.today, facts.until
    if mine.state != "active":
        raise Refused(mine.state)
    if not_begun(mine=mine, today=today) or (mine.trial_ends_on and today < mine.trial_ends_on):
        raise Refused("not_begun")
    if mine.committed_until and today < mine.committed_until:
        raise Refused("committed")
    most = facts.policy.pause_most_days
    if until is not None and until <= today:
        raise Refused("pause_until")
    last = today + timedelta(days=most or LONGEST_PAUSE_DAYS)
    if (most and until is None) or (until is not None and until > last):
        raise Refused("pause_too_long")
    after = replace(
        mine,
        state="paused",
        paused_on=today,
        paused_until=until,
        renews_on=until or today,
        charged=(*kept(mine=mine, day=today), *as_charged(lines=arrears(mine=mine, until=today))),
        charged_until=None,
    )
    lines = (*arrears(mine=mine, until=today), *back_from(mine=mine, day=today))
    return made(facts=facts, before=mine, after=after, lines=lines, back_from=today, resumes_on=until)


def resume(*, facts: Facts) -> Decision:
    """Take it up today: the rest of the period that today lies in is charged, and the next one on its usual day."""
    mine, today = of_today(facts=facts), facts.today
    if mine.state != "paused":
        raise Refused("not_paused")
    waiting, then = mine.scheduled, mine
    if waiting and not waiting.at_day and waiting.effective_on <= today:
        then = replace(mine, terms=waiting.terms, quantity=waiting.quantity, scheduled=None)
    current, bills = resumed(
        running=running(terms=then.terms, quantity=then.quantity),
        anchor_day=mine.anchor_day,
        period_starts_on=mine.period_starts_on,
        on=today,
        billed=billed_ahead(mine=mine),
    )
    after = replace(
        then,
        state="active",
        paused_on=None,
        paused_until=None,
        period_starts_on=current.starts_on,
        renews_on=current.ends_on,
        charged_until=today if then.terms.backward else None,
        ahead_to=bills[1].days.ends_on if len(bills) > 1 else None,
    )
    parts = [bill_lines(mine=after, bill=bill) for bill in bills]
    stays = tuple(one for one in mine.charged if one.starts_on >= current.starts_on)
    after = replace(after, charged=(*stays, *(held for part in parts for held in as_charged(lines=part))))
    lines = tuple(line for part in parts for line in part)
    return made(facts=facts, before=mine, after=after, lines=lines, resumes_on=today)
