"""Records into bytes. What was read is written as it was; what is wrong is refused, never repaired in silence.

`write` writes deliveries that have their totals; `Writer` writes a stream and computes the totals while writing. Both
send every line through the reader's own checks, so that nothing is written that would be refused when read.
"""

from collections.abc import Iterable
from typing import BinaryIO

from betalingsservice.findings import Finding, Severity, found
from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.frame import DeliveryStart, SpacedDeliveryStart
from betalingsservice.reader import Reader
from betalingsservice.records import Record
from betalingsservice.rules.context import OpenDelivery, OpenSection
from betalingsservice.settings import DEFAULT, Settings
from betalingsservice.steps import Contents, Delivery, Step

LINE_END = b"\r\n"
_NEVER_WRITTEN = {"section.old", "payer_id.code"}  # read with patience, written only as agreed (9.1, U7)


class RefusedError(ValueError):
    """Nothing is written; `findings` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.what('en')}" for each in findings[:5]))
        self.findings = findings


def write(
    content: Contents | Delivery | Iterable[Record],
    *,
    settings: Settings = DEFAULT,
    line_end: bytes = LINE_END,
    stripped: bool = False,
) -> bytes:
    """The bytes of whole deliveries: 128 characters and CR LF a line, or without trailing blanks when `stripped`.

    Raises RefusedError when an error is found. Lines that were foreign when read are not there to be written.
    """
    reader, lines = Reader(settings), []
    findings: list[Finding] = []
    for number, record in enumerate(_records(content), start=1):
        line = record.raw.rstrip(" ") if stripped else record.raw
        data = line.encode("latin-1")
        findings += _errors(reader.feed(number, data))
        lines.append(data + line_end)
    findings += _errors(reader.finish())
    if findings:
        raise RefusedError(sorted(findings))
    return b"".join(lines)


class Writer:
    """Writes one delivery to a stream, line by line, with the totals computed. Use `close`, or nothing is finished.

    Lines of a debtor are written when the next begins, once they have passed. After RefusedError the stream holds a
    delivery without its 992 line, which nobody takes for a whole one.
    """

    def __init__(self, out: BinaryIO, start: DeliveryStart, *, settings: Settings = DEFAULT) -> None:
        self.out, self.reader, self.number, self.waiting = out, Reader(settings), 0, list[bytes]()
        kind = DELIVERIES[start.delivery_type]
        first: Record = start
        if settings.spaced_0605 and kind.number == "0605":
            first = SpacedDeliveryStart(
                supplier_number=start.supplier_number,
                subsystem=start.subsystem,
                delivery_type=start.delivery_type,
                identification=start.identification,
                created_on=start.created_on,
            )
        self.kind, self.start = kind, start
        self._write(first)

    def open_section(self, start: Record) -> None:
        """A 012 line. Raises RefusedError."""
        self._write(start)

    def add(self, *records: Record) -> None:
        """Lines of a debtor, in order. Raises RefusedError."""
        for record in records:
            self._write(record)

    def close_section(self) -> None:
        """A 092 line with the counts and the amount of the section. Raises RefusedError."""
        section = self._section()
        fields = {"pbs_number": section.pbs_number, "section": section.kind.number, "group": section.group}
        self._write(_end(self.kind.section_end, fields | _figures(self._delivery(), section)))

    def close(self) -> None:
        """The 992 line with the counts and the amount of the delivery. Raises RefusedError."""
        fields = {
            "supplier_number": self.start.supplier_number,
            "subsystem": self.start.subsystem,
            "delivery_type": self.start.delivery_type,
        }
        self._write(_end(self.kind.end, fields | _figures(self._delivery(), None)))
        self._refuse(self.reader.finish())
        self._let_go()

    def _write(self, record: Record) -> None:
        self.number += 1
        record = _filled(record, self.reader.settings) if self.kind.number == "0605" else record
        data = record.raw.encode("latin-1")
        steps = self.reader.feed(self.number, data)
        self._refuse(steps)
        if steps:
            self._let_go()
        self.waiting.append(data + LINE_END)

    def _let_go(self) -> None:
        self.out.writelines(self.waiting)
        self.waiting.clear()

    def _refuse(self, steps: list[Step]) -> None:
        if findings := _errors(steps):
            raise RefusedError(findings)

    def _delivery(self) -> OpenDelivery:
        if self.reader.delivery is None:
            raise RefusedError([found("delivery.after_end", self.number, to_bs=True)])
        return self.reader.delivery

    def _section(self) -> OpenSection:
        if self.reader.section is None:
            raise RefusedError([found("section.missing", self.number, to_bs=True)])
        return self.reader.section


def _records(content: Contents | Delivery | Iterable[Record]) -> Iterable[Record]:
    if isinstance(content, Contents):
        return (record for delivery in content.deliveries for record in delivery.records())
    return content.records() if isinstance(content, Delivery) else content


def _errors(steps: list[Step]) -> list[Finding]:
    return [
        finding
        for step in steps
        for finding in step.findings
        if finding.severity >= Severity.HOLD or finding.code in _NEVER_WRITTEN
    ]


def _figures(delivery: OpenDelivery, section: OpenSection | None) -> dict[str, int]:
    tally = delivery.tally if section is None else section.tally
    plain = delivery.settings.plain_amounts if delivery.number == "0601" else True
    amount = tally.plain if plain else tally.net
    if amount < 0:
        amount = 0  # the reader refuses a negative net (U2) and says so; the field itself has no sign
    return {
        "sections": tally.sections,
        "collections": tally.collections,
        "texts": tally.texts,
        "names": tally.names,
        "amount": amount,
    }


def _end(table: type[Record], values: dict[str, str] | dict[str, str | int]) -> Record:
    names = {column.name for column in table.columns}
    return table(**{name: value for name, value in values.items() if name in names})


def _filled(record: Record, settings: Settings) -> Record:
    """U6: reserved columns of 012 and 092 in 0605 as zeros or blanks, if that is asked for."""
    if not settings.filler_0605 or record.raw[2:5] not in {"012", "092"}:
        return record
    for column in record.columns:
        if column.name in {"filler_18", "user_id", "filler_90"} and not record.raw[column.place].strip("0 "):
            record = record.with_raw(column.start, settings.filler_0605 * column.length)
    return record
