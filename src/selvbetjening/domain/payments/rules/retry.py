"""When a failed charge is tried again (gateways.md section 1, "Retry plan"). Pure; days are Copenhagen's."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from selvbetjening.domain.payments.ports import Failure

#: A bank that says no without a reason is asked twice more, whatever the company's plan allows (gateways.md 2.4).
MOST_AFTER_DECLINE: Final = 2


def plan_of(*, text: str) -> tuple[int, ...]:
    """The company's days after the first failure, ascending, each once: "2, 7, 14, 21"."""
    return tuple(sorted({int(day) for day in text.split(",") if day.strip() and int(day) > 0}))


def next_try(*, failure: Failure, tries: int, first_on: date, today: date, plan: Sequence[int]) -> date | None:
    """The day of the next try, or None for no more.

    `tries` charges have failed so far, the first of them on `first_on`. A day that has passed meanwhile is tomorrow:
    never two tries on one day. A fault that may pass in seconds is tried again tomorrow and is not held against the
    plan's number. Everything else than "later" ends the plan.
    """
    if failure.retry == "same_request":
        return today + timedelta(days=1) if tries <= len(plan) + MOST_AFTER_DECLINE else None
    if failure.retry != "later":
        return None
    most = min(len(plan), MOST_AFTER_DECLINE) if failure.kind == "declined" else len(plan)
    if tries > most:
        return None
    return max(first_on + timedelta(days=plan[tries - 1]), today + timedelta(days=1))
