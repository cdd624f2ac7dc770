"""One line for itself: whether each field holds what its table says, and what a line is before it has a table."""

from typing import Any

from betalingsservice.fields import Column, FillerColumn, Kind
from betalingsservice.findings import Finding, found
from betalingsservice.records import WIDTH, RawRecord, Record

_DIGITS = {Kind.DIGITS, Kind.NUMBER, Kind.AMOUNT}
_FORMATS = {Kind.DATE6: "ddmmyy", Kind.DATE8: "ddmmyyyy"}
_CODES = {
    Kind.CONSTANT: "field.constant",
    Kind.CODE: "field.code",
    Kind.FILLER: "field.filler",
    Kind.TEXT: "field.character",
    Kind.CUSTOMER: "field.customer",
    Kind.DATE6: "field.date",
    Kind.DATE8: "field.date",
}


def padded(line: str) -> str:
    """A line with the trailing blanks that BS may have stripped (section 4); a longer one with content stays whole."""
    if len(line) > WIDTH and not line[WIDTH:].strip(" "):
        return line[:WIDTH]
    return line.ljust(WIDTH)


def line_findings(table: type[Record], raw: str, number: int, *, to_bs: bool) -> list[Finding]:
    """What is wrong with the fields of a line of at least 128 characters; pure, [] when the table's pattern holds."""
    if table.matches(raw) is not None:
        return []
    if table is RawRecord:
        return [] if len(raw) > WIDTH else _characters(raw, number, to_bs=to_bs)
    findings = [
        _finding(column, raw[column.place], number, to_bs=to_bs)
        for column in table.columns
        if column.matches(raw[column.place]) is None
    ]
    if raw[WIDTH:].strip(" "):
        findings.append(found("line.long", number, to_bs=to_bs, start=WIDTH + 1, values={"length": str(len(raw))}))
    return findings


def _finding(column: Column[Any], content: str, number: int, *, to_bs: bool) -> Finding:
    kind = column.kind
    if kind in _DIGITS:
        zeros = content.strip("0") == "" and not column.zero
        code = "field.zero" if zeros else "field.digits"
    else:
        code = _CODES[kind]
    if isinstance(column, FillerColumn) and column.free:
        code = "field.character"
    values = {"allowed": ", ".join(column.allowed), "length": str(column.length), "format": _FORMATS.get(kind, "")}
    return found(code, number, to_bs=to_bs, column=column, values=values)


def _characters(raw: str, number: int, *, to_bs: bool) -> list[Finding]:
    return [
        found("field.character", number, to_bs=to_bs, column=column)
        for column in RawRecord.columns
        if column.matches(raw[column.place]) is None
    ]
