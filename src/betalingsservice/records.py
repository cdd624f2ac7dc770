"""A line as a typed record: the line itself, and its fields by name.

A record *is* its 128 characters. Fields are read when somebody asks; making one from values writes the line at once
and refuses what does not fit. So what was read is written again as it was, and a table cannot disagree with itself.
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar, Self, dataclass_transform

from betalingsservice import columns
from betalingsservice.fields import REQUIRED, Column, FillerColumn, Kind, TextColumn
from betalingsservice.words import Words

WIDTH = 128


@dataclass_transform(
    kw_only_default=True,
    field_specifiers=(
        columns.supplier,
        columns.pbs_number,
        columns.section,
        columns.transaction,
        columns.group,
        columns.customer,
        columns.returned_customer,
        columns.mandate,
        columns.digits,
        columns.number,
        columns.amount,
        columns.day,
        columns.long_day,
        columns.text,
        columns.cut_text,
        columns.code,
    ),
)
class Record:
    """One line. Subclasses are the tables: every class attribute that is a column is a field, and they fill 1-128.

    `raw` is the line padded to 128, without its line end; `number` its line in the file, 0 for a made one.
    """

    __slots__ = ("number", "raw")
    raw: str
    number: int
    label: ClassVar[Words] = Words("Linje", "Line")
    columns: ClassVar[tuple[Column[Any], ...]] = ()
    matches: ClassVar[Callable[[str], object]]

    def __init_subclass__(cls) -> None:
        found = [value for value in vars(cls).values() if isinstance(value, Column)]
        cls.columns = tuple(sorted(found, key=lambda column: column.start))
        at = 1
        for column in cls.columns:
            if column.start != at:
                raise TypeError(f"{cls.__name__}: position {at} is not covered once, before {column.name}")
            at = column.end + 1
        if at != WIDTH + 1:
            raise TypeError(f"{cls.__name__}: the columns end at {at - 1}")
        cls.matches = staticmethod(re.compile("".join(column.pattern for column in cls.columns)).fullmatch)

    def __init__(self, **values: Any) -> None:
        parts = []
        for column in self.columns:
            if column.name in values:
                parts.append(column.encode(values.pop(column.name)))
            else:
                parts.append(self._unsaid(column))
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(values))}")
        self.raw, self.number = "".join(parts), 0

    def _unsaid(self, column: Column[Any]) -> str:
        if isinstance(column, FillerColumn):
            return str(column.default)
        if column.kind is Kind.CONSTANT or (column.kind is Kind.CODE and len(column.allowed) == 1):
            return column.allowed[0]
        if column.default is REQUIRED:
            raise TypeError(f"{type(self).__name__} needs {column.name}")
        return column.encode(column.default)

    @classmethod
    def of(cls, raw: str, number: int = 0) -> Self:
        """The record of a line of at least 128 characters, whatever stands in it; nothing is checked here."""
        record = cls.__new__(cls)
        record.raw, record.number = raw, number
        return record

    def with_raw(self, start: int, content: str) -> Self:
        """The same record with other characters from position `start` on."""
        return self.of(self.raw[: start - 1] + content + self.raw[start - 1 + len(content) :], self.number)

    @property
    def is_clean(self) -> bool:
        """Whether every field holds what its table says."""
        return type(self).matches(self.raw) is not None

    def values(self) -> dict[str, Any]:
        """The fields by name, without constants and fillers; what cannot be read is None."""
        return {
            column.name: column.decode(part) if column.matches(part := self.raw[column.place]) else None
            for column in self.columns
            if column.kind not in {Kind.CONSTANT, Kind.FILLER}
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and type(self) is type(other) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        # The content stays out: names and numbers of people must not come into a log (17.2, 6).
        return f"<{type(self).__name__} line {self.number}>"


class RawRecord(Record):
    """A line whose table is not known: kept as it is, shown, never posted (U17, U20, section 10)."""

    __slots__ = ()
    label = Words("Ukendt linje", "Unknown line")
    system = TextColumn(1, 2, Words("Systemidentifikation", "System"))
    record_type = TextColumn(3, 3, Words("Datarecordtype", "Record type"))
    content = TextColumn(6, 123, Words("Indhold", "Content"), private=True)
