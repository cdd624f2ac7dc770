"""Where a subscription stands on a day, as if the billing run had just been here.

Offers are made from this, so that a quote does not depend on whether the run came before or after it that day.
"""

from dataclasses import replace
from datetime import date

from selvbetjening.domain.billing.rules.due import Due, Running, due_periods
from selvbetjening.domain.billing.rules.facts import Charged, SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.lines import period_line


def up_to_date(*, mine: SubscriptionFacts, today: date) -> SubscriptionFacts:
    """The facts after everything due by `today` is billed; the same object when nothing is."""
    due = _due(mine, today)
    if not due.periods:
        return mine
    period, run = due.periods[-1]
    line = period_line(terms=run.terms, quantity=run.quantity, period=period)
    return replace(
        mine,
        terms=run.terms,
        quantity=run.quantity,
        period_starts_on=due.period_starts_on,
        renews_on=due.renews_on,
        scheduled=None if due.changed_on else mine.scheduled,
        charged=Charged(line.net, line.starts_on, line.ends_on, line.vat_basis_points),
    )


def _due(mine: SubscriptionFacts, today: date) -> Due[TermsFacts]:
    planned = mine.scheduled
    return due_periods(
        running=Running(mine.terms, mine.terms.interval, mine.quantity),
        planned=(planned.effective_on, Running(planned.terms, planned.terms.interval, planned.quantity))
        if planned
        else None,
        anchor_day=mine.anchor_day,
        period_starts_on=mine.period_starts_on,
        renews_on=mine.renews_on,
        ends_on=mine.ends_on,
        today=today,
    )
