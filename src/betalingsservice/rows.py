"""A debtor's lines as one flat row: what a spreadsheet, a data frame or a JSON list wants of a delivery.

The columns of a delivery type come from its tables: every field that says something, under its own name. Lines that
occur several times for a debtor (name and address, texts) become one column, joined by line ends. Amounts are øre.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from betalingsservice.fields import Kind
from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.delivery_0601 import AddressLine, SlipTextLine, TextLine
from betalingsservice.parquet import Column, Value
from betalingsservice.records import Record

CONTEXT = {"line": Column.NUMBER, "delivery_type": Column.TEXT, "delivery": Column.TEXT, "section": Column.TEXT}
_JOINED: dict[type[Record], str] = {AddressLine: "address", TextLine: "text", SlipTextLine: "slip_text"}
_SILENT = {Kind.CONSTANT, Kind.FILLER}
_TYPES = {
    Kind.NUMBER: Column.NUMBER,
    Kind.AMOUNT: Column.NUMBER,
    Kind.DATE6: Column.DAY,
    Kind.DATE8: Column.DAY,
}


def row_columns(delivery_type: str) -> dict[str, Column]:
    """The columns of a delivery type's rows, in order, with what they hold. Raises KeyError for an unknown type."""
    found = dict(CONTEXT)
    for section in DELIVERIES[delivery_type].sections.values():
        for _, tables in section.records.values():
            for table in tables.values():
                found |= {name: kind for name, kind in _columns(table).items() if name not in found}
    return found


def row(records: Iterable[Record], context: Mapping[str, Value]) -> dict[str, Value]:
    """One row of the records of a debtor; what cannot be read is empty. `context` has the columns of `CONTEXT`."""
    found: dict[str, Value] = dict(context)
    for record in records:
        values = record.values()
        joined = _JOINED.get(type(record))
        if joined:
            before = found.get(joined)
            found[joined] = values["text"] if before is None else f"{before}\n{values['text'] or ''}"
        for name in (name for name in _columns(type(record)) if name in values):
            # Code and mandate stand in every line; those of the amount line are the ones that count.
            if record.raw[2:5] == "042" or found.get(name) is None:
                found[name] = values[name]
    return found


def written(value: Value) -> str | int | None:
    """A value as CSV and JSON have it: days in ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value


def _columns(table: type[Record]) -> dict[str, Column]:
    joined = _JOINED.get(table)
    found = {
        column.name: _TYPES.get(column.kind, Column.TEXT)
        for column in table.columns
        if column.kind not in _SILENT and column.name != "record_number"
    }
    if joined:
        del found["text"]
        found[joined] = Column.TEXT
    return found
