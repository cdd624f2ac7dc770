"""The control information of 0621 about a delivery of collections (betalingsservice.md 9.2).

210100 is what will be paid automatically on a payment date, 210300 what goes out as slips; without slips (Basis) a
collection of a customer without a mandate is in neither.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from betalingsservice.layouts.delivery_0621 import TextClass

AUTOMATIC: Final = "210100"
SLIPS: Final = "210300"
WRONG_ACCOUNT: Final = "230940"
WRONG_IDENTITY: Final = "230945"


@dataclass(frozen=True, slots=True)
class Control:
    """How many collections of an agreement fall on a payment date, with or without a mandate, and øre in all."""

    agreement: UUID
    pays_on: date
    is_automatic: bool
    count: int
    texts: int
    amount_minor: int

    @property
    def text_number(self) -> str:
        """Which of the two lines tells it."""
        return AUTOMATIC if self.is_automatic else SLIPS


def control_lines(*, asked: Iterable[Control], with_slips: Container[UUID]) -> Iterator[Control]:
    """The lines to tell: those of slips only for agreements that have them."""
    return (each for each in asked if each.is_automatic or each.agreement in with_slips)


def class_of(*, text_number: str) -> TextClass:
    """Control information, remark or error, by the second digit (9.2, reported); what is not known is a remark (U8)."""
    known = {each.value: each for each in TextClass}
    return known.get(text_number[1:2], TextClass.REMARK)


def is_refusal(*, transaction: str, text_number: str) -> bool:
    """Whether a pair says that a mandate could not be registered: an error."""
    return transaction == "0200" and class_of(text_number=text_number) is TextClass.ERROR
