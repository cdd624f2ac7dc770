"""What one pays, month by month, as bars."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils.dates import MONTHS, MONTHS_3

from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.charts import Bar


class Month(Protocol):
    """One month of the forecast: its first day, and what is charged in it, including VAT."""

    @property
    def month(self) -> date: ...
    @property
    def total(self) -> Money: ...


def year_ahead(months: Sequence[Month]) -> list[Bar]:
    """One bar a month; none at all when nothing is going to be charged."""
    if all(month.total.is_zero for month in months):
        return []
    return [
        Bar(
            # Three letters fit under a bar on a phone; the Danish "sept" would break.
            label=str(MONTHS_3[month.month.month])[:3],
            amount=month.total,
            name=f"{MONTHS[month.month.month]} {month.month.year}",
        )
        for month in months
    ]
