"""On which day a collection is shown, paid and safe (betalingsservice.md 14, 15). Days are Copenhagen days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from betalingsservice.calendar import Calendar, NonBankingDay
from betalingsservice.deadlines import Cycle, Month, Window, cycle, payment_cycle
from selvbetjening.kernel.days import copenhagen_day

AUTOMATIC: Final = "0112"
#: Within so many banking days after the debit a bank may take it back (15, reported).
BANK_REVERSAL_DAYS: Final = 2
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The days of a collection: `pays_on` the banking day, `schedules_on` when it stands on the debtor's overview,
    `final_on` the last day on which it may be taken back.

    `deadline` is the moment that counted, None for slips and test deliveries; `window` says where the moment of arrival
    lay. `moved`: the deadline had passed, so it is made in a later month (14.2).
    """

    pays_on: date
    schedules_on: date
    final_on: date
    window: Window
    deadline: datetime | None = None
    moved: bool = False


def dates(
    *,
    section: str,
    due_on: date,
    rule: NonBankingDay,
    at: datetime,
    is_test: bool,
    next_month: bool,
    calendar: Calendar,
) -> Dates:
    """The days of a collection due on a day that came at a moment; `next_month` says what becomes of a late one."""
    today = copenhagen_day(at)
    if section != AUTOMATIC or is_test:
        pays_on = calendar.payment_day(due_on, rule=rule)
        return Dates(
            pays_on=pays_on,
            schedules_on=today + _DAY,
            final_on=final_day(pays_on=pays_on, calendar=calendar),
            window=Window.OPEN,
        )
    due, moved = due_on, False
    found = payment_cycle(due, rule=rule, calendar=calendar)
    while next_month and found.window(at) is Window.CLOSED:
        due, moved = month_later(day=due, due_day=due_on.day), True
        found = payment_cycle(due, rule=rule, calendar=calendar)
    pays_on = calendar.payment_day(due, rule=rule)
    window = found.window(at)
    deadline = found.ordinary if window in {Window.OPEN, Window.SOON} else found.late
    return Dates(
        pays_on=pays_on,
        schedules_on=max(copenhagen_day(deadline), today) + _DAY,
        final_on=final_day(pays_on=pays_on, calendar=calendar),
        window=window,
        deadline=deadline,
        moved=moved,
    )


def month_later(*, day: date, due_day: int) -> date:
    """The same day of the next month: `due_day`, or the month's last where it has no such day."""
    after = Month.of(day).after
    return date(after.year, after.month, min(due_day, monthrange(after.year, after.month)[1]))


def refusal_day(*, pays_on: date, calendar: Calendar) -> date:
    """The last day on which the debtor may refuse: the 7th of the payment month, or the banking day after it (15)."""
    return copenhagen_day(cycle_of(day=pays_on, calendar=calendar).refusal)


def final_day(*, pays_on: date, calendar: Calendar) -> date:
    """The last day on which debtor or bank take it back: the refusal day, at least two banking days after the debit."""
    reversal = calendar.add(pays_on, banking_days=BANK_REVERSAL_DAYS)
    return max(refusal_day(pays_on=pays_on, calendar=calendar), reversal)


def cycle_of(*, day: date, calendar: Calendar) -> Cycle:
    """The cycle of the month a day lies in."""
    return cycle(Month.of(day), calendar=calendar)


def effective_day(*, registered_on: date, calendar: Calendar) -> date:
    """What 0231 tells of a new mandate: the first banking day of a month at least ten days ahead (8.2, U4)."""
    month = Month.of(registered_on).after
    while True:
        first = calendar.following(month.first)
        if first >= registered_on + 10 * _DAY:
            return first
        month = month.after
