"""From a file's bytes to rows of values, by its layout; every fault is reported, with line and column. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selvbetjening.domain.imports.files.fields import Field, Value, Wrong
from selvbetjening.domain.imports.files.findings import Finding, Report
from selvbetjening.domain.imports.files.layouts import Layout
from selvbetjening.domain.imports.files.table import records


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number and its values by column; a column that the file lacks has its default.

    A cell that could not be read has no value, so that the others can still be looked at.
    """

    line: int
    values: dict[str, Value]

    def text(self, name: str) -> str:
        """The value as text: for columns that hold text and could be read."""
        return str(self.values[name])

    def text_if_read(self, name: str) -> str | None:
        """The same, or None for a cell that could not be read."""
        return self.text(name) if name in self.values else None

    def has(self, *names: str) -> bool:
        """Whether all of these could be read."""
        return all(name in self.values for name in names)


def columns_of(lines: Iterable[bytes]) -> tuple[str, ...]:
    """The file's columns as its header names them; faults are found by `rows`."""
    for _, cells in records(lines, file="", report=lambda finding: None):
        return tuple(cell.strip().lower() for cell in cells)
    return ()


def rows(lines: Iterable[bytes], *, layout: Layout, report: Report) -> Iterator[Row]:
    """Yield every line with the values that can be read, and report the cells that cannot, each fault once.

    A header that does not fit is reported (`unknown_column`, `missing_column`, `double_column`) and no line is read.
    Further codes: those of `table.records`, `cells` (too few or too many), `required`, and the kinds' of `fields`.
    """
    source = records(lines, file=layout.file, report=report)
    header = next(source, None)
    if header is None:
        return
    columns = [cell.strip().lower() for cell in header[1]]
    if _header_faults(columns, layout, report):
        return
    present = [layout.field(name) for name in columns]
    absent = {field.name: field.default for field in layout.fields if field.name not in columns}
    for line, cells in source:
        if len(cells) != len(columns):
            words = (
                f"has {len(cells)} values, the header {len(columns)}. Put a value that holds the separator in quotes."
            )
            report(Finding(layout.file, line, "", "cells", words))
            continue
        yield Row(line, {**absent, **_values(present, cells, line, layout.file, report)})


def _values(present: list[Field], cells: list[str], line: int, file: str, report: Report) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for field, cell in zip(present, cells, strict=True):
        written = cell.strip()
        if not written:
            if field.required:
                report(Finding(file, line, field.name, "required", "is empty. It must have a value."))
                continue
            values[field.name] = field.default
            continue
        try:
            values[field.name] = field.read(written)
        except Wrong as wrong:
            report(Finding(file, line, field.name, wrong.code, wrong.text))
    return values


def _header_faults(columns: list[str], layout: Layout, report: Report) -> bool:
    known = [field.name for field in layout.fields]
    found = [
        Finding(layout.file, 1, name, "unknown_column", f"is no column of this file. Known: {', '.join(known)}.")
        for name in columns
        if name not in known
    ]
    found += [
        Finding(layout.file, 1, field.name, "missing_column", "is missing. Add the column to the header.")
        for field in layout.fields
        if field.required and field.name not in columns
    ]
    found += [
        Finding(layout.file, 1, name, "double_column", "stands twice in the header. Remove one.")
        for name in dict.fromkeys(columns)
        if columns.count(name) > 1 and name in known
    ]
    for finding in found:
        report(finding)
    return bool(found)
