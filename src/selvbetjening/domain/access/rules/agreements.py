"""Which solutions a company's agreements open on a day (BP-03, BP-11). Pure."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from selvbetjening.domain.access.lifecycle import EntitlementState
from selvbetjening.domain.access.permissions import SELVBETJENING

#: A terminated agreement still opens its solution for so long after its end: returns are collected (BP-03, annex K).
TAIL: Final = timedelta(days=60)
#: States in which an agreement may open its solution.
AGREED: Final = (EntitlementState.ACTIVE, EntitlementState.TERMINATED)
_SELF_SERVICE: Final = "self_service"


def open_today(
    *, agreements: Iterable[tuple[str, date | None, date | None]], features: Collection[str], today: date
) -> frozenset[str]:
    """The codes of the solutions that these agreements open for an active company with these features.

    An agreement is its solution, its first day and its last, in a state of `AGREED`.
    """
    found = {
        solution
        for solution, began_on, ends_on in agreements
        if (began_on is None or began_on <= today) and (ends_on is None or today < ends_on + TAIL)
    }
    return frozenset(found | ({SELVBETJENING} if _SELF_SERVICE in features else set()))
