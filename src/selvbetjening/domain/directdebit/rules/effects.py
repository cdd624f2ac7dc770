"""What a delivery would do to the collections that stand: should minus was (BM-01, betalingsservice.md 4, U15, U18).

This is the law; `queries.staging` says the same in SQL for a million rows at once, and a property test holds both
together.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from selvbetjening.domain.directdebit.lifecycle import CollectionState

#: What a repeated collection is refused with: the words are the library's for one inside a file, ours across files.
REPEATED: Final = "collection.taken"
#: What one is refused with that would replace the collection of an invoice of ours.
OF_INVOICE: Final = "collection.of_invoice"
#: What one past the deadline is refused with, where its agreement does not make it in a later month (U13).
LATE: Final = "deadline.passed"


class Effect(StrEnum):
    """What a row does. `nothing`: no amount, and nothing to cancel."""

    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    UNCHANGED = "unchanged"
    NOTHING = "nothing"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a row asks for: the amount (øre), its sign (0 none, 1 collect, 2 pay out), the section, the reference."""

    sign: int
    amount_minor: int
    section: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands for the same customer and payment date. `of_invoice`: it collects an invoice of ours."""

    wanted: Wanted
    state: CollectionState
    of_invoice: bool = False


def effect(*, wanted: Wanted, was: Standing | None, replaces: bool, is_late: bool = False) -> Effect:
    """What a row does beside what stands. `replaces`: the agreement lets a later amount take an earlier one's place.

    Only what was received and does not yet stand on the debtor's overview can be replaced or cancelled (U18), and what
    collects an invoice by none but the invoice: the payer would be asked twice. `is_late`: the deadline that counts
    has passed, and nothing is made, changed or cancelled any more.
    """
    empty = wanted.sign == 0 or wanted.amount_minor == 0
    if was is None:
        if empty:
            return Effect.NOTHING
        return Effect.REFUSED if is_late else Effect.NEW
    if wanted == was.wanted:
        return Effect.UNCHANGED
    if is_late or not replaces or was.of_invoice or was.state is not CollectionState.RECEIVED:
        return Effect.REFUSED
    return Effect.CANCELLED if empty else Effect.CHANGED
