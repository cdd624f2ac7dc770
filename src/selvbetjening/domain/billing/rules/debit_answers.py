"""What the answers of Betalingsservice mean for an invoice (betalingsservice.md 7, 15, 17.1: 12, 13). Pure.

Whatever the order in which they are read, and however often: each changes something once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from selvbetjening.domain.billing.lifecycle import DebitState

PAID: Final = ("0236", "0297")
BACK: Final = ("0239", "0299")
REJECTED: Final = "0237"
CANCELLED: Final = "0238"
#: So long after the refusal period the last answers have come, collected ones too (7).
ANSWERED_WITHIN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told under one code: øre that moved, and the day; None where no money moved."""

    amount_minor: int
    on: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """A verb of `lifecycle.DEBIT`, with what was told that leads to it; `told` is None where nothing was."""

    verb: str
    told: Told | None = None


def is_silent(*, state: DebitState, final_on: date, on: date) -> bool:
    """Whether somebody should have answered by a day: `final_on` is the last one on which it can be taken back."""
    return state is DebitState.ASKED and final_on + ANSWERED_WITHIN < on


def steps(*, state: DebitState, told: Mapping[str, Told], collection_state: str, today: date) -> tuple[Step, ...]:
    """What is to be done, in order; empty for nothing.

    An early 0236 is scheduled until its day, and is not money yet. A refusal that is read before the payment that it
    takes back ends the matter: both together are nothing.
    """
    paid = next((told[code] for code in PAID if code in told), None)
    back = next((told[code] for code in BACK if code in told), None)
    if state is DebitState.PAID:
        return (Step("charge_back", back),) if back else ()
    late = state in (
        DebitState.REJECTED,
        DebitState.CANCELLED,
        DebitState.UNPAID,
        DebitState.UNANSWERED,
        DebitState.WITHDRAWN,
    )
    if state is DebitState.ASKED or late:
        if paid and paid.amount_minor > 0:
            if paid.on is not None and paid.on > today:
                return ()
            return (Step("pay", paid), Step("charge_back", back)) if back else (Step("pay", paid),)
        return () if late else _without_money(told, back, collection_state)
    return ()


def _without_money(told: Mapping[str, Told], back: Told | None, collection_state: str) -> tuple[Step, ...]:
    if back:
        return (Step("charge_back", back),)
    if REJECTED in told or collection_state == "rejected":
        return (Step("reject", told.get(REJECTED)),)
    if CANCELLED in told:
        return (Step("cancel", told[CANCELLED]),)
    if collection_state == "unpaid":
        return (Step("lapse"),)
    # Somebody withdrew it past us, or a delivery's amount took its place.
    return (Step("withdraw"),) if collection_state in ("cancelled", "superseded") else ()
