"""Where a subscription stands on a day, as if the billing run had just been here.

Offers are made from this, so that a quote does not depend on whether the run came before or after it that day.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from selvbetjening.domain.billing.rules.charged import Charged, ChargedLine
from selvbetjening.domain.billing.rules.due import Bill, Due, Running, due_periods
from selvbetjening.domain.billing.rules.facts import SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.lines import charge_lines
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.kernel.periods import Period, period_from


def running(*, terms: TermsFacts, quantity: int) -> Running[TermsFacts]:
    """The terms as the billing of periods takes them."""
    return Running(terms, terms.interval, quantity, terms.backward)


def due_of(*, mine: SubscriptionFacts, today: date, days_before: int = 0, foreseen: bool = False) -> Due[TermsFacts]:
    """What is due of it by `today`. One that is paused until somebody takes it up, or has ended, has nothing due.

    A change that waits for a day within a period is no matter of the billing run; it counts where it is `foreseen`.
    """
    planned, paused = mine.scheduled, mine.state == State.PAUSED
    if planned and planned.at_day and not foreseen:
        planned = None
    runs = mine.state in (State.ACTIVE, State.CANCELLED) or (paused and mine.paused_until is not None)
    return due_periods(
        running=running(terms=mine.terms, quantity=mine.quantity),
        planned=(planned.effective_on, running(terms=planned.terms, quantity=planned.quantity)) if planned else None,
        anchor_day=mine.anchor_day,
        period_starts_on=mine.period_starts_on,
        renews_on=mine.renews_on,
        ends_on=mine.ends_on,
        today=today if runs else date.min,
        billed=billed_ahead(mine=mine),
        charged_until=mine.charged_until,
        resumes=paused,
        days_before=days_before if runs else 0,
    )


def billed_ahead(*, mine: SubscriptionFacts) -> tuple[date, ...]:
    """The starts of periods that are billed already: the next one, where it was invoiced before it began."""
    if mine.ahead_to is None:
        return ()
    if mine.state != State.PAUSED:
        return (mine.renews_on,)
    current = period_from(mine.period_starts_on, mine.terms.interval, anchor_day=mine.anchor_day)
    return (current.ends_on,)


def up_to_date(*, mine: SubscriptionFacts, today: date, days_before: int = 0) -> SubscriptionFacts:
    """The facts after everything due by `today` is billed; the same object when nothing is."""
    due = due_of(mine=mine, today=today, days_before=days_before)
    moved = due.renews_on != mine.renews_on or due.resumed_on or due.periods
    if not moved and not due.ahead:
        return mine
    stands = mine
    if moved:
        stands = replace(
            mine,
            state=State.ACTIVE.value if due.resumed_on else mine.state,
            terms=due.running.terms,
            quantity=due.running.quantity,
            period_starts_on=due.period_starts_on,
            renews_on=due.renews_on,
            scheduled=None if due.changed_on else mine.scheduled,
            charged=_charged_for(mine, due),
            elsewhere=False,
            ahead_to=None,
            charged_until=due.charged_until,
            paused_on=None,
            paused_until=None,
        )
    ahead = due.ahead or next((bill for bill in due.periods if bill.days.starts_on == due.renews_on), None)
    if ahead:
        stands = replace(stands, charged=(*stands.charged, *billed(mine=mine, bill=ahead)), ahead_to=ahead.days.ends_on)
    return stands


def bill_lines(*, mine: SubscriptionFacts, bill: Bill[TermsFacts]) -> tuple[QuoteLine, ...]:
    """What billing these days asks for."""
    agreed = Agreed.of(mine, bill.current).on(bill.run.terms, bill.run.quantity)
    return charge_lines(agreed=agreed, days=bill.days)


def billed(*, mine: SubscriptionFacts, bill: Bill[TermsFacts]) -> tuple[Charged, ...]:
    """What is charged once these days are billed: one stretch, or none where they cost nothing."""
    return as_charged(lines=bill_lines(mine=mine, bill=bill))


def as_charged(*, lines: Iterable[QuoteLine]) -> tuple[Charged, ...]:
    """These lines once they are issued."""
    found = tuple(
        ChargedLine(UUID(int=number), line.net, line.starts_on, line.ends_on, line.vat_category, line.vat_basis_points)
        for number, line in enumerate(lines, start=1)
        if line.kind == "charge"
    )
    return (Charged(found),) if found else ()


def _charged_for(mine: SubscriptionFacts, due: Due[TermsFacts]) -> tuple[Charged, ...]:
    """What is charged for the period that runs now: by the last bill, or ahead of it, or nothing yet."""
    if due.running.backward:
        return ()
    own = Period(due.period_starts_on, due.renews_on)
    stays = tuple(one for one in mine.charged if one.starts_on >= due.period_starts_on)
    current = [bill for bill in due.periods if not bill.run.backward and own.contains(bill.days.starts_on)]
    return (*stays, *(held for bill in current for held in billed(mine=mine, bill=bill)))
