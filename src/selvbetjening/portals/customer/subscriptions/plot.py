"""What one pays, month by month, as bars."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from selvbetjening.kernel.formatting import format_month, short_month
from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.charts import Bar
from selvbetjening.ui.components.values import language


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
            label=short_month(month.month, language()),
            amount=month.total,
            name=format_month(month.month, language()),
        )
        for month in months
    ]
