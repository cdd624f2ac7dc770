"""Who decides what becomes of a collection: the banks, or the built-in clearing (`settings.CLEARING`).

Nothing here says why (U21): no reason comes with a rejection or a charge-back, and none is made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Verdict(StrEnum):
    """What became of a collection. `unpaid` is for slips only: not paid on its day, it still may be."""

    PAID = "paid"
    REFUSED = "refused"
    UNPAID = "unpaid"
    CHARGED_BACK = "charged_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A collection whose payment day has come (`is_paid` False), or that was paid and may still be taken back.

    `match_key` is the customer number without leading zeros; `amount_minor` are øre; `sign` 2 is paid out to the
    debtor; `is_slip`: the debtor pays a slip. Days are Copenhagen days; `refusal_on` is the last one on which the
    debtor may refuse, `final_on` the last one on which anybody may take it back.
    """

    id: UUID
    pbs_number: str
    debtor_group: str
    match_key: str
    due_on: date
    pays_on: date
    refusal_on: date
    final_on: date
    sign: int
    amount_minor: int
    is_slip: bool
    is_paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of the collection with this id, and on which day money moved, or would have."""

    id: UUID
    verdict: Verdict
    on: date


class ClearingUnreached(Exception):
    """No answer could be had now; the same may be asked again. `code` is short and names nobody."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Clearing(Protocol):
    """Decides collections. Asked twice about the same it answers the same; who is missing in the answer is asked again.

    Called outside every transaction, since it may be over a network. Raises `ClearingUnreached`.
    """

    def decide(self, *, asked: Sequence[Asked], today: date) -> Sequence[Answer]: ...
