"""The clearing without a bank: it decides by the rules of `directdebit.rules.clearing`, and moves no money."""

from collections.abc import Sequence
from datetime import date

from betalingsservice.calendar import COMPUTED, Calendar
from selvbetjening.domain.directdebit.ports import Answer, Asked
from selvbetjening.domain.directdebit.rules.clearing import LACK_OF_FUNDS_ABOVE, decide


class BuiltinClearing:
    """`limit_minor`: up to so many øre the bank pays although there are no funds (U23)."""

    def __init__(self, *, calendar: Calendar = COMPUTED, limit_minor: int = LACK_OF_FUNDS_ABOVE) -> None:
        self._calendar, self._limit = calendar, limit_minor

    def decide(self, *, asked: Sequence[Asked], today: date) -> Sequence[Answer]:
        """The same answer to the same question, on every day and every machine."""
        found = (decide(asked=each, today=today, limit_minor=self._limit, calendar=self._calendar) for each in asked)
        return [answer for answer in found if answer is not None]
