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
    """What stands for the same customer and payment date."""

    wanted: Wanted
    state: CollectionState


def effect(*, wanted: Wanted, was: Standing | None, replaces: bool) -> Effect:
    """What a row does beside what stands. `replaces`: the agreement lets a later amount take an earlier one's place.

    Only what was received and does not yet stand on the debtor's overview can be replaced or cancelled (U18).
    """
    empty = wanted.sign == 0 or wanted.amount_minor == 0
    if was is None:
        return Effect.NOTHING if empty else Effect.NEW
    if wanted == was.wanted:
        return Effect.UNCHANGED
    if not replaces or was.state is not CollectionState.RECEIVED:
        return Effect.REFUSED
    return Effect.CANCELLED if empty else Effect.CHANGED
