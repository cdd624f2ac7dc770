"""How far one may look ahead, and at which hour a day that passes there is worked off (CM-12). Pure."""

from datetime import date, datetime, time, timedelta
from typing import Final

from selvbetjening.kernel.days import COPENHAGEN

FARTHEST: Final = timedelta(days=731)
#: What is due on a day, is done by then: after the billing run, the charges and the letters of a real day.
_EVENING: Final = time(18)


def evening(*, day: date) -> datetime:
    """The instant at which a day that passes is worked off."""
    return datetime.combine(day, _EVENING, COPENHAGEN)
