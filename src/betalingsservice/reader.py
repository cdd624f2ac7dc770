"""Bytes in, records out: a stream of steps with every finding, holding one debtor's lines at a time.

`Reader.feed` takes a line and gives the steps that are complete with it; the state between lines is public, so that
whoever proves lines otherwise (`bulk`) may move it on: `delivery` and `section` with their tallies, and `pending`.
"""

from collections.abc import Iterator

from betalingsservice.arrival import arrived
from betalingsservice.bytes_in import Source, numbered_lines
from betalingsservice.entries import Pending
from betalingsservice.findings import Finding, Severity, found
from betalingsservice.frame import close_delivery, close_section, open_delivery, open_section
from betalingsservice.lines import line_findings
from betalingsservice.records import RawRecord, Record
from betalingsservice.rules.answers import raw_findings
from betalingsservice.rules.context import OpenDelivery, OpenSection
from betalingsservice.settings import DEFAULT, Settings
from betalingsservice.steps import (
    Contents,
    Delivery,
    DeliveryClosed,
    DeliveryOpened,
    Entry,
    Section,
    SectionClosed,
    SectionOpened,
    Step,
)


class Reader:
    """Reads lines one after the other. `delivery` and `section` are None outside one."""

    def __init__(self, settings: Settings = DEFAULT) -> None:
        self.settings = settings
        self.delivery: OpenDelivery | None = None
        self.section: OpenSection | None = None
        self.pending = Pending()
        self.any_line = self.any_delivery = False
        self.last_line = 0

    def feed(self, number: int, data: bytes) -> list[Step]:
        """The steps that a line completes. `number` counts from 1, `data` is the line without its end."""
        self.last_line = number
        to_bs = self.delivery is None or self.delivery.to_bs
        line, findings = arrived(number, data, to_bs=to_bs)
        if line is None:
            return [Step(findings)] if findings else []
        self.any_line = True
        kind = line[2:5]
        if kind == "002":
            return self._start(number, line, findings)
        if self.delivery is None:
            code = "delivery.after_end" if self.any_delivery else "delivery.start_missing"
            findings.append(found(code, number, to_bs=True))
            # One finding for a whole file without 002: the rest is read as a delivery of unknown type.
            self.delivery = OpenDelivery(RawRecord.of(line, number), None, self.settings)
            if kind not in {"012", "992"}:
                return [Step(findings)]
        if kind == "012":
            return self._section(self.delivery, number, line, findings)
        if kind == "992":
            return self._end(self.delivery, number, line, findings)
        if self.section is None:
            self.delivery.tally.count(self.delivery.number, line)
            findings.append(found("section.missing", number, to_bs=True))
            return [Step(findings)]
        if kind == "092":
            return self._section_end(self.delivery, self.section, number, line, findings)
        return self._line(self.delivery, self.section, number, line, findings)

    def finish(self) -> list[Step]:
        """What is missing at the end of the file."""
        steps = self._break_off(self.last_line)
        if self.delivery is not None:
            steps.append(Step([found("delivery.end_missing", self.last_line, to_bs=True)]))
            self.delivery = None
        if not self.any_line:
            steps.append(Step([found("file.empty", 0, to_bs=True)]))
        return steps

    def _line(
        self, delivery: OpenDelivery, section: OpenSection, number: int, line: str, findings: list[Finding]
    ) -> list[Step]:
        table = section.kind.table(line)
        section.tally.count(delivery.number, line)
        record = table.of(line, number)
        findings += line_findings(table, line, number, to_bs=delivery.to_bs)
        if line[5:13] != section.pbs_number:
            findings.append(found("section.differs", number, to_bs=True, column=section.start.columns[2]))
        if isinstance(record, RawRecord) and section.known:
            findings += raw_findings(record, delivery.number, to_bs=delivery.to_bs)
        return self.pending.take(record, findings, delivery, section)

    def _start(self, number: int, line: str, findings: list[Finding]) -> list[Step]:
        steps = self._break_off(number)
        if self.delivery is not None:
            findings.append(found("delivery.end_missing", number, to_bs=True))
        self.delivery, more = open_delivery(number, line, self.settings)
        opened = DeliveryOpened(findings + more, start=self.delivery.start, kind=self.delivery.kind)
        return [*steps, opened]

    def _section(self, delivery: OpenDelivery, number: int, line: str, findings: list[Finding]) -> list[Step]:
        steps = self._break_off(number)
        self.section, more = open_section(number, line, delivery)
        return [*steps, SectionOpened(findings + more, start=self.section.start, kind=self.section.kind)]

    def _section_end(
        self, delivery: OpenDelivery, section: OpenSection, number: int, line: str, findings: list[Finding]
    ) -> list[Step]:
        steps: list[Step] = self.pending.flush(delivery, section)
        record, more = close_section(number, line, delivery, section)
        self.section = None
        return [*steps, SectionClosed(findings + more, end=record)]

    def _end(self, delivery: OpenDelivery, number: int, line: str, findings: list[Finding]) -> list[Step]:
        steps = self._break_off(number)
        record, more = close_delivery(number, line, delivery)
        self.delivery, self.any_delivery = None, True
        return [*steps, DeliveryClosed(findings + more, end=record)]

    def _break_off(self, number: int) -> list[Step]:
        # A section that is open when something else begins has lost its 092.
        if self.delivery is None or self.section is None:
            return []
        steps: list[Step] = self.pending.flush(self.delivery, self.section)
        self.delivery.tally.close_section(self.section.tally, stated=0, amounts_known=True)
        self.section = None
        return [*steps, Step([found("section.end_missing", number, to_bs=True)])]


def steps(source: Source, *, settings: Settings = DEFAULT) -> Iterator[Step]:
    """The steps of a file, one after the other, in memory that does not grow with it (see `OpenDelivery.seen`)."""
    reader = Reader(settings)
    for number, data in numbered_lines(source):
        yield from reader.feed(number, data)
    yield from reader.finish()


def check(source: Source, *, settings: Settings = DEFAULT) -> Iterator[Finding]:
    """Every finding of a file; within a step in the order of lines."""
    for step in steps(source, settings=settings):
        yield from sorted(step.findings)


def records(source: Source, *, settings: Settings = DEFAULT) -> Iterator[Record]:
    """The records of a file in order; lines that belong to no delivery or section are left out."""
    for step in steps(source, settings=settings):
        match step:
            case DeliveryOpened() | SectionOpened():
                yield step.start
            case Entry():
                yield from step.records
            case SectionClosed() | DeliveryClosed():
                yield step.end


def read(source: Source, *, settings: Settings = DEFAULT) -> Contents:
    """A whole file, nested: deliveries, sections, debtors' lines; and all findings in the order of lines."""
    contents = Contents()
    delivery: Delivery | None = None
    section: Section | None = None
    for step in steps(source, settings=settings):
        contents.findings += step.findings
        match step:
            case DeliveryOpened():
                delivery, section = Delivery(step.start, step.kind), None
                contents.deliveries.append(delivery)
            case SectionOpened() if delivery:
                section = Section(step.start, step.kind)
                delivery.sections.append(section)
            case Entry() if section:
                section.entries.append(step)
            case SectionClosed() if section:
                section.end, section = step.end, None
            case DeliveryClosed() if delivery:
                delivery.end, delivery = step.end, None
    contents.findings.sort()
    return contents


def refuses(findings: list[Finding]) -> bool:
    """Whether one of them is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
