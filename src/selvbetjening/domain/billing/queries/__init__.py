"""What may be asked of the engine: the next charge, a forecast, and the facts that offers are made from."""

from selvbetjening.domain.billing.queries.outlook import MonthForecast, NextCharge, forecast, next_charge
from selvbetjening.domain.billing.queries.quotes import get_quote

__all__ = ["MonthForecast", "NextCharge", "forecast", "get_quote", "next_charge"]
