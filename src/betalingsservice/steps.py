"""What the reader gives, one after the other: a delivery begins, a section, a debtor's lines, and the ends.

A step carries the findings that are known when it is given. Only one debtor's lines are held at a time; `Section` and
`Delivery` are the same nested, for whoever asks for the whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from betalingsservice.findings import Finding, Severity
from betalingsservice.identifiers import match_key
from betalingsservice.layouts.delivery_0601 import (
    AddressLine,
    Collection,
    Options,
    Postcode,
    SlipTextLine,
    TextLine,
)
from betalingsservice.layouts.frame import DeliveryType, SectionType
from betalingsservice.records import Record


@dataclass(slots=True)
class Step:
    """Something was read. A bare step is a line that belongs to nothing: a foreign one, or one out of place."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def worst(self) -> Severity | None:
        """The severest finding, None when there is none."""
        return max((finding.severity for finding in self.findings), default=None)

    @property
    def is_accepted(self) -> bool:
        """Whether nothing here is an error."""
        return self.worst is not Severity.ERROR


@dataclass(slots=True)
class DeliveryOpened(Step):
    """002. `kind` is None for a delivery type without tables."""

    start: Record = field(kw_only=True)
    kind: DeliveryType | None = field(kw_only=True)


@dataclass(slots=True)
class SectionOpened(Step):
    """012."""

    start: Record = field(kw_only=True)
    kind: SectionType = field(kw_only=True)


@dataclass(slots=True)
class Entry(Step):
    """The lines about one debtor: in 0601 all of them, in 0621 a pair, elsewhere one line."""

    records: list[Record] = field(default_factory=list, kw_only=True)

    @property
    def collection(self) -> Collection | None:
        """042 of 0601."""
        return next((record for record in self.records if isinstance(record, Collection)), None)

    @property
    def address(self) -> list[AddressLine]:
        """022 00001-00005 of 0601."""
        return [record for record in self.records if isinstance(record, AddressLine)]

    @property
    def postcode(self) -> Postcode | None:
        """022 00009 of 0601."""
        return next((record for record in self.records if isinstance(record, Postcode)), None)

    @property
    def options(self) -> Options | None:
        """022 00010 of 0601."""
        return next((record for record in self.records if isinstance(record, Options)), None)

    @property
    def texts(self) -> list[TextLine]:
        """052 of 0601."""
        return [record for record in self.records if isinstance(record, TextLine)]

    @property
    def slip_texts(self) -> list[SlipTextLine]:
        """062 of 0601."""
        return [record for record in self.records if isinstance(record, SlipTextLine)]

    @property
    def match_key(self) -> str:
        """The customer number without leading zeros, for 0601."""
        return match_key(self.records[0].raw[27:42])


@dataclass(slots=True)
class SectionClosed(Step):
    """092."""

    end: Record = field(kw_only=True)


@dataclass(slots=True)
class DeliveryClosed(Step):
    """992."""

    end: Record = field(kw_only=True)


@dataclass(slots=True)
class Section:
    """A section with everything in it. `end` is None when it is missing."""

    start: Record
    kind: SectionType
    entries: list[Entry] = field(default_factory=list)
    end: Record | None = None

    def records(self) -> Iterator[Record]:
        """All its lines in order."""
        yield self.start
        for entry in self.entries:
            yield from entry.records
        if self.end is not None:
            yield self.end


@dataclass(slots=True)
class Delivery:
    """A delivery with everything in it. `end` is None when it is missing."""

    start: Record
    kind: DeliveryType | None
    sections: list[Section] = field(default_factory=list)
    end: Record | None = None

    def records(self) -> Iterator[Record]:
        """All its lines in order."""
        yield self.start
        for section in self.sections:
            yield from section.records()
        if self.end is not None:
            yield self.end


@dataclass(slots=True)
class Contents:
    """A whole file: its deliveries, and every finding in the order of lines."""

    deliveries: list[Delivery] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_accepted(self) -> bool:
        """Whether nothing in the file is an error, or held for a human."""
        return all(finding.severity < Severity.HOLD for finding in self.findings)

    @property
    def delivery(self) -> Delivery:
        """The only delivery. Raises ValueError when there are several or none."""
        if len(self.deliveries) != 1:
            raise ValueError(f"the file has {len(self.deliveries)} deliveries")
        return self.deliveries[0]
