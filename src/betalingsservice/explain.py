"""A line explained: which table reads it, and each of its fields with name, place, content, value and meaning."""

from dataclasses import dataclass
from typing import Any

from betalingsservice.arrival import arrived
from betalingsservice.fields import Column, Kind
from betalingsservice.findings import Finding
from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.delivery_0621 import SecondHalf
from betalingsservice.layouts.frame import DeliveryStart, DeliveryType
from betalingsservice.lines import line_findings, padded
from betalingsservice.reasons import TEXT_NUMBERS
from betalingsservice.records import RawRecord, Record
from betalingsservice.words import Words


@dataclass(frozen=True, slots=True)
class ExplainedField:
    """A field of a line. `value` is None where the content cannot be read; `raw` may be private (`column.private`)."""

    column: Column[Any]
    raw: str
    value: Any
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A line. `delivery` is "" where the type cannot be told from it; `fields` has constants, not the fillers.

    `meaning` is what a text number of 0621 says, None where it is not known.
    """

    delivery: str
    section: str
    label: Words
    record: Record
    fields: tuple[ExplainedField, ...]
    findings: tuple[Finding, ...]
    meaning: Words | None = None


def explain(line: str | bytes, *, delivery: str = "", section: str = "", number: int = 0) -> Explained:
    """Explain a line, with or without its end. `delivery` and `section` say where it stands; else it is guessed.

    Codes are mostly enough to guess by; the section 0120 belongs to 0605 and 0621, and the table that fits is taken.
    """
    data = line.encode("latin-1", "replace") if isinstance(line, str) else line
    text, findings = arrived(number, data.rstrip(b"\r\n"), to_bs=True)
    if text is None:
        record = RawRecord.of(padded(data.decode("latin-1").rstrip("\r\n")), number)
        label = Words("Linje, der ikke hører til Betalingsservice", "Line that does not belong to Betalingsservice")
        return Explained("", "", label, record, (), tuple(findings))
    found_in, place, table = _table(text, delivery, section)
    findings += line_findings(table, text, number, to_bs=found_in is None or found_in.to_bs)
    fields = tuple(
        ExplainedField(
            column,
            raw := text[column.place],
            column.decode(raw) if column.matches(raw) else None,
            tuple(finding for finding in findings if finding.field == column.name),
        )
        for column in table.columns
        if column.kind is not Kind.FILLER
    )
    number_told = text[SecondHalf.text_number.place] if table is SecondHalf else ""
    return Explained(
        found_in.number if found_in else "",
        place,
        table.label,
        table.of(text, number),
        fields,
        tuple(findings),
        TEXT_NUMBERS.get(number_told),
    )


def _table(line: str, delivery: str, section: str) -> tuple[DeliveryType | None, str, type[Record]]:
    kind = line[2:5]
    if kind in {"002", "992"}:
        stated = DELIVERIES.get(line[16:20])
        if stated is None:
            return None, "", DeliveryStart if kind == "002" else RawRecord
        starts = [start for start in stated.starts if start.matches(line)]
        return stated, "", stated.end if kind == "992" else (starts or list(stated.starts))[0]
    candidates = [
        (each, number, _of_section(each, number, line))
        for each in DELIVERIES.values()
        if not delivery or each.number == delivery
        for number in ([section] if section else each.sections)
        if kind not in {"012", "092"} or line[13:17] == number
    ]
    known = [candidate for candidate in candidates if candidate[2] is not RawRecord]
    fitting = [candidate for candidate in known if candidate[2].matches(line)]
    for candidate in fitting + known:
        return candidate
    return DELIVERIES.get(delivery), section, RawRecord


def _of_section(delivery: DeliveryType, number: str, line: str) -> type[Record]:
    if line[2:5] == "012":
        return delivery.section_start
    if line[2:5] == "092":
        return delivery.section_end
    return delivery.section(number).table(line)
