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

__all__ = ["MonthForecast", "NextCharge", "Opening", "forecast", "get_quote", "next_charge", "opening"]
