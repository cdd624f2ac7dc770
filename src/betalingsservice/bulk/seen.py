"""The collections of a delivery: which customer has two for one day, known without a table of a million texts."""

from collections.abc import Iterator

import numpy as np

from betalingsservice.bulk.cells import Cells, word
from betalingsservice.bulk.repeats import Lines, Repeats, numbers
from betalingsservice.findings import Finding, found
from betalingsservice.identifiers import match_key
from betalingsservice.layouts.delivery_0601 import Collection

Key = tuple[str, str, str]  # PBS number, customer number without leading zeros, due date


class SeenCollections:
    """Remembers collections, many at once or one by one."""

    def __init__(self) -> None:
        self._repeats = Repeats()

    def add(self, cells: Cells, lines: Lines, pbs_number: str) -> None:
        """Proven 042 lines and their numbers."""
        if cells.digits(27, 15) and cells.same(51, 8):  # numbers alone, and one day: nearly every block
            day = cells.low[51:59].tobytes().decode()
            self._repeats.add((pbs_number, day), numbers(cells.rows, 27), lines)
            return
        rows, values = cells.rows, numbers(cells.rows, 27)
        due = word(rows, 51)
        plain = np.all(rows[:, 27:42] - np.uint8(ord("0")) <= 9, axis=1)
        for day in np.unique(due[plain]):
            some = np.flatnonzero(plain & (due == day))
            self._repeats.add((pbs_number, day.tobytes().decode()), values[some], lines[some])
        for place in np.flatnonzero(~plain).tolist():
            raw = rows[place].tobytes().decode("latin-1")
            self.add_one((pbs_number, match_key(raw[27:42]), raw[51:59]), int(lines[place]))

    def add_one(self, key: Key, line: int) -> None:
        """A collection that the reader has read."""
        pbs_number, customer, due = key
        if customer.isascii() and customer.isdigit():
            self._repeats.add_one((pbs_number, due), int(customer), line)
        else:
            self._repeats.add_one(key, 0, line)

    def as_dict(self) -> "_Noted":
        """What the reader asks whether a collection was there before: it notes and never says yes."""
        return _Noted(self)

    def findings(self) -> Iterator[Finding]:
        """One for each collection that was there before."""
        for line, first in self._repeats:
            yield found(
                "collection.repeated", line, to_bs=True, column=Collection.customer, values={"first": str(first)}
            )


class _Noted(dict[Key, int]):
    def __init__(self, seen: SeenCollections) -> None:
        super().__init__()
        self._note = seen.add_one

    def setdefault(self, key: Key, default: int = 0, /) -> int:
        self._note(key, default)
        return default
