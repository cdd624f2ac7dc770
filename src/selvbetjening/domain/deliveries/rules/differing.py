"""In what a possible duplicate differs from the earlier file (annex D.3): what a human compares, as data. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

#: What is compared of two files, column by column.
COMPARED: Final = ("name", "size", "sha256", "pbs_numbers", "accepted_count", "refused_count", "total_minor", "keys")


@dataclass(frozen=True, slots=True)
class Payments:
    """The collections of one PBS number on one payment day: how many, and øre in all."""

    count: int
    minor: int


@dataclass(frozen=True, slots=True)
class DayDiffers:
    """A PBS number's payment day on which the two files are not alike; None where a file has nothing then."""

    pbs_number: str
    pays_on: str
    this: Payments | None
    earlier: Payments | None


def columns(*, this: Mapping[str, Any], earlier: Mapping[str, Any]) -> list[str]:
    """The names of `COMPARED` in which they differ."""
    return [name for name in COMPARED if this[name] != earlier[name]]


def days(*, this: Mapping[str, Any], earlier: Mapping[str, Any]) -> list[DayDiffers]:
    """The days on which they ask for different payments, by what the check of each found (`Delivery.content`)."""
    mine, theirs = _payments(this.get("totals") or ()), _payments(earlier.get("totals") or ())
    return [
        DayDiffers(*day, mine.get(day), theirs.get(day))
        for day in sorted(mine.keys() | theirs.keys())
        if mine.get(day) != theirs.get(day)
    ]


def _payments(totals: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Payments]:
    found: dict[tuple[str, str], Payments] = {}
    for each in totals:
        day = (each["pbs_number"], each["pays_on"])
        before = found.get(day, Payments(0, 0))
        found[day] = Payments(before.count + each["count"], before.minor + int(each["collect"]))
    return found
