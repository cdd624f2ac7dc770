"""How long accounting material is kept. Pure."""

from calendar import monthrange
from datetime import date
from typing import Final

from selvbetjening.kernel.law import law

YEARS: Final = 5


def financial_year_end(*, on: date, last_day: str) -> date:
    """The last day of the financial year that `on` lies in. `last_day` is `MM-DD`; 29 February is the month's last."""
    month, day = (int(part) for part in last_day.split("-"))
    this_year = _day(on.year, month, day)
    return this_year if on <= this_year else _day(on.year + 1, month, day)


@law("BOK-1", source="bogføringsloven § 12", setting="financial_year_end")
def retain_until(*, on: date, financial_year_ends: str) -> date:
    """Accounting material is kept five years from the end of its financial year: the last day of that."""
    end = financial_year_end(on=on, last_day=financial_year_ends)
    month, day = (int(part) for part in financial_year_ends.split("-"))
    return _day(end.year + YEARS, month, day)


@law("BOK-1", source="bogføringsloven § 12", setting="financial_year_end")
def may_be_deleted(*, retained_until: date | None, today: date) -> bool:
    """Nothing is deleted before the day has passed; what has no day is never deleted."""
    return retained_until is not None and today > retained_until


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
