"""More time to pay, inside the company's limits: deferral and instalments (CM-06). Pure; days are Copenhagen's."""

from collections.abc import Sequence
from datetime import date, timedelta

from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, step

FIRST_PART_DAYS = 7


class NoRespite(Exception):
    """More time is not given; `reason` says why. Nothing was changed.

    `paid`, `disputed`, `handed_over`, `already` (the invoice had one), `limit` (the year's are used), `plan` (one
    runs), `off` (the company gives none), `parts` (too few or too many), `part_too_small`, `lapsed`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def deferred_until(*, due_on: date, today: date, days: int) -> date:
    """The new due date: so many days from the due date that counts now, or from today when that is past."""
    return max(due_on, today) + timedelta(days=days)


def year_begins(*, today: date) -> date:
    """Deferrals after this day count against the year's limit."""
    return today - timedelta(days=365)


def most_parts(*, total: Money, max_parts: int, min_part_minor: int) -> int:
    """How many parts the company's limits allow for this amount; below two there is no plan."""
    return min(max_parts, total.minor // max(1, min_part_minor))


def planned_parts(*, total: Money, parts: int, due_on: date, today: date) -> list[tuple[date, Money]]:
    """Equal parts, one a month; the first in a week or on the due date, whichever is later. They sum to the total."""
    first = max(due_on, today + timedelta(days=FIRST_PART_DAYS))
    days = [first]
    while len(days) < parts:
        days.append(step(days[-1], Interval("month", 1), anchor_day=first.day))
    return list(zip(days, total.allocate([1] * parts), strict=True))


def parts_left(*, amounts: Sequence[int], left_minor: int) -> list[int]:
    """What is left of each part when so much is left in all: the earliest are paid first."""
    paid = max(0, sum(amounts) - left_minor)
    lefts = []
    for amount in amounts:
        used = min(paid, amount)
        paid -= used
        lefts.append(amount - used)
    return lefts


def is_broken(*, parts: Sequence[tuple[date, int]], left_minor: int, today: date, grace_days: int) -> bool:
    """Whether a part was not paid by its day, its move to a banking day included by the caller, and the grace."""
    lefts = parts_left(amounts=[minor for _, minor in parts], left_minor=left_minor)
    return any(
        left > 0 and today > due_on + timedelta(days=grace_days)
        for (due_on, _), left in zip(parts, lefts, strict=True)
    )  # fmt: skip
