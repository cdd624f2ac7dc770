"""What the codes of 0602 and 0603 do, and which collection or customer an answer belongs to (17.1: 2, 11, 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from betalingsservice.deadlines import TEST_SUBSYSTEM
from betalingsservice.layouts.delivery_0602 import (
    CANCELLED,
    CHARGED_BACK,
    COMPLETED,
    REJECTED,
    SLIP_CHARGED_BACK,
    SLIP_PAID,
)
from betalingsservice.layouts.delivery_0603 import ENDED_BY_BANK, ENDED_BY_BS, ENDED_BY_CREDITOR
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.records import Record
from selvbetjening.domain.directdebit.ports import Verdict

#: The subsystem of real deliveries (2).
PRODUCTION: Final = "BS1"
#: What a code does to a collection (7.1), as a verb of its lifecycle.
VERBS: Final = {
    COMPLETED: "complete",
    SLIP_PAID: "complete",
    REJECTED: "reject",
    CANCELLED: "cancel",
    CHARGED_BACK: "charge_back",
    SLIP_CHARGED_BACK: "charge_back",
}
#: What a code does to a mandate (8.1); 0230 and 0231 make one.
ENDS: Final = {ENDED_BY_BANK: "end_by_bank", ENDED_BY_CREDITOR: "end_by_creditor", ENDED_BY_BS: "end_by_bs"}
#: So many characters of a reference come back with a slip (2).
SLIP_REFERENCE: Final = 9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A collection that an answer may be about: its id, due date, reference and amount in øre.

    `is_over`: nothing more was expected of it; another one may stand in its place. `sign` 2 pays out (4).
    """

    id: UUID
    due_on: date
    reference: str
    amount_minor: int
    is_over: bool = False
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Moved:
    """Money that came, or left: with which code, øre, both days, and the line that told of it.

    `archive` is the bank's own number of a payment by slip, empty where none was told.
    """

    code: str
    amount_minor: int
    paid_on: date | None
    booked_on: date | None
    delivery: UUID | None
    line: int
    archive: str = ""

    def is_told_again(self, other: "Moved") -> bool:
        """Whether both are the same money: a delivery tells of it once, another one may tell of it again (U12).

        Slips with two archive references are two payments, however alike they are (7.3).
        """
        if self.archive and other.archive and self.archive != other.archive:
            return False
        alike = (self.code, self.amount_minor, self.paid_on, self.booked_on) == (
            other.code,
            other.amount_minor,
            other.paid_on,
            other.booked_on,
        )
        return alike and (self.delivery != other.delivery or self.line == other.line)


def is_whole(*, code: str, amount_minor: int, paid_minor: int) -> bool:
    """What moves automatically is what was collected, never a part or more (7.1, 15); with a slip it may differ.

    Where nothing moved, nothing was paid or taken back, whatever the code says.
    """
    if code in (COMPLETED, CHARGED_BACK):
        return paid_minor == amount_minor > 0
    return paid_minor > 0 or code not in (SLIP_PAID, SLIP_CHARGED_BACK)


def code_of(*, verdict: Verdict, is_slip: bool) -> str | None:
    """The code that tells a verdict; None for a slip that was not paid, of which nothing is told."""
    if verdict is Verdict.UNPAID:
        return None
    if verdict is Verdict.REFUSED:
        return REJECTED
    if verdict is Verdict.PAID:
        return SLIP_PAID if is_slip else COMPLETED
    return SLIP_CHARGED_BACK if is_slip else CHARGED_BACK


def belongs_to(
    *,
    candidates: Sequence[Candidate],
    due_on: date | None,
    reference: str,
    amount_minor: int,
    is_slip: bool,
    several_a_day: bool = False,
    has_moved: bool = True,
) -> UUID | str:
    """Which of a customer's collections an answer is about: its id, or `unknown` or `ambiguous`. Never guessed.

    By due date and reference; a slip brings the reference's first nine characters back, and may be paid without any.
    Where several are left the amount decides, if it is one's alone. An automatic answer tells the amount that was
    collected: another amount is of something else. Where a customer may have `several_a_day` (U15) none without a
    reference is about one that has one. Money that `has_moved` is of what stands, before what is over.
    """
    found = [each for each in candidates if due_on is None or each.due_on == due_on]
    if reference:
        length = SLIP_REFERENCE if is_slip else None
        found = [each for each in found if each.reference[:length] == reference] or [
            each for each in found if not each.reference
        ]
    elif several_a_day and not is_slip:
        found = [each for each in found if not each.reference]
    if amount_minor and not is_slip:
        found = [each for each in found if each.amount_minor == amount_minor]
    if len(found) > 1:
        found = [each for each in found if each.amount_minor == amount_minor] or found
    if len(found) > 1 and has_moved:
        found = [each for each in found if not each.is_over] or found
    if len(found) == 1:
        return found[0].id
    return "ambiguous" if found else "unknown"


def is_elsewhere(*, start: Record, is_test: bool) -> bool:
    """Whether a delivery with this 002 line is of the other system: tests among real ones, or the reverse (BP-50)."""
    subsystem = start.raw[DeliveryStart.subsystem.place]
    return subsystem == (PRODUCTION if is_test else TEST_SUBSYSTEM)


@dataclass(slots=True)
class Counted:
    """How many answers did something, said what was known, belonged to nothing, or to several."""

    applied: int = 0
    repeated: int = 0
    unknown: int = 0
    ambiguous: int = 0
