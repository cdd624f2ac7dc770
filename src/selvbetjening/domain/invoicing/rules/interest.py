"""Interest for late payment: which rate, from which day, for how many days (renteloven §§ 3 and 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal

from selvbetjening.kernel.law import law
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up
from selvbetjening.kernel.wording import gettext_noop

DayCount = Literal["actual/365", "30/360"]
Rates = Sequence[tuple[date, int]]
"""The official lending rate in basis points from each 1 January and 1 July, in any order."""

ADDED_BASIS_POINTS: Final = 800


@dataclass(frozen=True, slots=True)
class YearlyRate:
    """Basis points a year. `stale` says that the table ends before the half-year: the last known one was used."""

    basis_points: int
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """What bears interest: changes of the principal in øre by day, and the days, half-open, on which nothing does.

    The first step is the principal itself on the day from which it bears interest; a payment is a negative step on the
    day it was paid.
    """

    steps: Sequence[tuple[date, int]]
    pauses: Sequence[tuple[date, date]] = ()


def half_year(*, day: date) -> date:
    """The 1 January or 1 July from which the rate of the day is taken."""
    return date(day.year, 7 if day.month >= 7 else 1, 1)


@law(
    "INT-1",
    source="renteloven § 5, stk. 1",
    setting="reference_rates",
    uncertain=gettext_noop("the rates are not built in"),
)
def legal_rate(*, rates: Rates, on: date) -> YearlyRate | None:
    """Interest is the official lending rate of the half-year plus eight per cent a year; without a rate there is none.

    A half-year that is missing takes the last one before it, and says so.
    """
    wanted = half_year(day=on)
    known = [(day, points) for day, points in rates if day <= wanted]
    if not known:
        return None
    day, points = max(known)
    return YearlyRate(points + ADDED_BASIS_POINTS, stale=day < wanted)


@law("INT-2", source="renteloven § 3, stk. 1 og 2")
def interest_from(*, due_on: date | None, demanded_on: date) -> date:
    """Interest runs from the due date when that was fixed in advance, else from 30 days after the demand was sent."""
    return due_on if due_on is not None else demanded_on + timedelta(days=30)


@law("INT-3", source="renteloven § 7", party="consumer", setting="agreed_interest_b2b")
def rate_for(*, party: str, legal: YearlyRate, agreed_basis_points: int) -> YearlyRate:
    """A consumer never pays more than the legal rate; businesses may have agreed on another."""
    if party != "business" or agreed_basis_points <= 0:
        return legal
    return YearlyRate(agreed_basis_points)


@law(
    "INT-4",
    source="renteloven § 5",
    setting="interest_day_count",
    uncertain=gettext_noop("the law does not fix the day count"),
)
def interest_minor(
    *, late: Late, until: date, rates: Rates, party: str, agreed_basis_points: int, day_count: DayCount
) -> int:
    """Simple interest, never interest of interest: principal times rate times days, rounded once to the øre.

    Counts the days up to, not including, `until`; each half-year at its own rate.
    """
    numerator = 0
    for start, end in pairwise(_edges(late, until)):
        legal = legal_rate(rates=rates, on=start)
        if legal is None or any(first <= start < last for first, last in late.pauses):
            continue
        rate = rate_for(party=party, legal=legal, agreed_basis_points=agreed_basis_points)
        principal = max(0, sum(change for day, change in late.steps if day <= start))
        numerator += principal * rate.basis_points * _days(start, end, day_count)
    return round_half_up(numerator, TEN_THOUSAND * (360 if day_count == "30/360" else 365))


def owed_on(*, late: Late, day: date) -> int:
    """What was unpaid of the principal at the end of the day, in øre."""
    return max(0, sum(change for since, change in late.steps if since <= day))


def _edges(late: Late, until: date) -> list[date]:
    """Every day on which principal, pause or rate may change, from the first step to `until`."""
    if not late.steps:
        return []
    first = min(day for day, _ in late.steps)
    turns = {date(year, month, 1) for year in range(first.year, until.year + 1) for month in (1, 7)}
    turns |= {day for day, _ in late.steps} | {day for pause in late.pauses for day in pause}
    return sorted({day for day in turns if first < day < until} | ({first, until} if first < until else set()))


def _days(start: date, end: date, day_count: DayCount) -> int:
    if day_count == "actual/365":
        return (end - start).days
    return _of_360(end) - _of_360(start)


def _of_360(day: date) -> int:
    return day.year * 360 + day.month * 30 + min(day.day, 30)
