"""The names of files from Betalingsservice: receipts, delivery notes and data (betalingsservice.md 12).

A name is a hint only: what a delivery is, its 002 line says; what a receipt is, its content.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from betalingsservice.identifiers import TEST_SUBSYSTEM

_NAME = re.compile(r"([TVFDZ])([0-9]{7,10})(?:-([0-9]{3}))?\.([A-Z0-9]{3})").fullmatch


class Prefix(StrEnum):
    """The first letter of a name."""

    TRANSMISSION = "T"  # received, and accepted as data
    VALIDATION = "V"  # accepted or rejected; only an accepting one makes a delivery count
    NOTE = "F"  # which sections are in a delivery
    DATA = "D"
    ZIP = "Z"


@dataclass(frozen=True, slots=True)
class FileName:
    """A name taken apart. `delivery_type` is "" where the name has none, four digits otherwise."""

    prefix: Prefix
    number: str
    delivery_type: str
    subsystem: str

    @property
    def is_test(self) -> bool:
        """Whether it is of a test delivery."""
        return self.subsystem == TEST_SUBSYSTEM

    def __str__(self) -> str:
        kind = f"-{self.delivery_type[1:]}" if self.delivery_type else ""
        return f"{self.prefix}{self.number}{kind}.{self.subsystem}"


def read_file_name(text: str) -> FileName | None:
    """The parts of a file name of any subsystem; None where it is no such name."""
    found = _NAME(text)
    if found is None:
        return None
    prefix, number, kind, subsystem = found.groups()
    return FileName(Prefix(prefix), number, f"0{kind}" if kind else "", subsystem)
