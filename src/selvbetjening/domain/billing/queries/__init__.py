"""What may be asked of the engine: the next charge, a forecast, and the facts that offers are made from."""

from selvbetjening.domain.billing.queries.outlook import (
    MonthForecast,
    NextCharge,
    Opening,
    forecast,
    next_charge,
    opening,
)
from selvbetjening.domain.billing.queries.quotes import get_quote
from selvbetjening.domain.billing.queries.undos import OpenUndo, open_undo_of

__all__ = [
    "MonthForecast",
    "NextCharge",
    "OpenUndo",
    "Opening",
    "forecast",
    "get_quote",
    "next_charge",
    "open_undo_of",
    "opening",
]
