"""The lines around a delivery, 002 and 992 (betalingsservice.md 5.2, 5.4), and what a delivery type is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from betalingsservice import columns, fields
from betalingsservice.records import RawRecord, Record
from betalingsservice.words import Words

SUBSYSTEM = Words("Delsystem", "Subsystem")
SUBSYSTEM_HELP = Words("BS1 i drift, KR9 i test.", "BS1 in production, KR9 in tests.")
TYPE = Words("Leverancetype", "Delivery type")
IDENTIFICATION = Words("Leveranceidentifikation", "Delivery ID")
IDENTIFICATION_HELP = Words("Afsenderens løbenummer.", "The sender's running number.")
CREATED = Words("Dato", "Creation date")
CREATED_HELP = Words("Den dag leverancen er dannet; nuller, når den ikke er oplyst.", "The day it was made, or zeros.")
SECTIONS = Words("Antal sektioner", "Number of sections")
COLLECTIONS = Words("Antal 042-records", "Number of 042 records")
NET = Words("Nettobeløb i øre", "Net amount in øre")
TEXTS = Words("Antal 052- og 062-records", "Number of 052 and 062 records")
NAMES = Words("Antal 022-records", "Number of 022 records")
COUNTED = Words("Tælles i hele sektionen eller leverancen.", "Counted over the section or the delivery.")


class DeliveryStart(Record):
    """002, the first line of every delivery."""

    __slots__ = ()
    label = Words("Leverance start", "Delivery start")
    system = columns.system()
    record_type = columns.record_type("002")
    supplier_number: fields.DigitsColumn = columns.supplier()
    subsystem: fields.TextColumn = columns.text(14, 3, SUBSYSTEM, SUBSYSTEM_HELP, default="BS1")
    delivery_type: fields.DigitsColumn = columns.digits(17, 4, TYPE)
    identification: fields.DigitsColumn = columns.digits(21, 10, IDENTIFICATION, IDENTIFICATION_HELP)
    filler_31 = columns.filler(31, 19)
    created_on: fields.DayColumn = columns.day(50, CREATED, CREATED_HELP, default=None)
    filler_56 = columns.filler(56, 73)


class SpacedDeliveryStart(Record):
    """002 of 0605 with two blanks before the delivery ID: a variant in use (U5)."""

    __slots__ = ()
    label = Words("Leverance start (med to blanke)", "Delivery start (with two blanks)")
    system = columns.system()
    record_type = columns.record_type("002")
    supplier_number: fields.DigitsColumn = columns.supplier()
    subsystem: fields.TextColumn = columns.text(14, 3, SUBSYSTEM, SUBSYSTEM_HELP, default="BS1")
    delivery_type: fields.DigitsColumn = columns.digits(17, 4, TYPE)
    gap = columns.constant(21, "  ", columns.FILLER)
    identification: fields.DigitsColumn = columns.digits(23, 10, IDENTIFICATION, IDENTIFICATION_HELP)
    filler_33 = columns.filler(33, 19)
    created_on: fields.DayColumn = columns.day(52, CREATED, CREATED_HELP, default=None)
    filler_58 = columns.filler(58, 71)


class DeliveryEnd(Record):
    """992 of 0601, 0602 and 0603: counts and amount of the whole delivery."""

    __slots__ = ()
    label = Words("Leverance slut", "Delivery end")
    system = columns.system()
    record_type = columns.record_type("992")
    supplier_number: fields.DigitsColumn = columns.supplier()
    subsystem: fields.TextColumn = columns.text(14, 3, SUBSYSTEM, SUBSYSTEM_HELP, default="BS1")
    delivery_type: fields.DigitsColumn = columns.digits(17, 4, TYPE)
    sections: fields.NumberColumn = columns.number(21, 11, SECTIONS, COUNTED)
    collections: fields.NumberColumn = columns.number(32, 11, COLLECTIONS, COUNTED)
    amount: fields.AmountColumn = columns.amount(43, 15, NET, COUNTED)
    texts: fields.NumberColumn = columns.number(58, 11, TEXTS, COUNTED)
    filler_69 = columns.filler(69, 15, "0")
    names: fields.NumberColumn = columns.number(84, 11, NAMES, COUNTED)
    filler_95 = columns.filler(95, 34, "0")


class SectionEnd(Record):
    """092 of 0602 and 0603 (0601 has its own)."""

    __slots__ = ()
    label = Words("Sektion slut", "Section end")
    system = columns.system()
    record_type = columns.record_type("092")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"))
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    filler_26 = columns.filler(26, 6)
    collections: fields.NumberColumn = columns.number(32, 11, COLLECTIONS, COUNTED)
    amount: fields.AmountColumn = columns.amount(43, 15, NET, COUNTED)
    texts: fields.NumberColumn = columns.number(58, 11, TEXTS, COUNTED)
    filler_69 = columns.filler(69, 15)
    names: fields.NumberColumn = columns.number(84, 11, NAMES, COUNTED)
    filler_95 = columns.filler(95, 34)


Table = tuple[slice, Mapping[str, type[Record]]]  # the columns that tell records of one type apart, and the records


@dataclass(frozen=True, slots=True)
class SectionType:
    """A section: its number, its name, and which table reads which of its lines.

    `records` maps a record type (022, 042 …) to the columns that choose and the tables chosen. `obsolete` sections
    are never written; where their layout is not told, their lines stay raw.
    """

    number: str
    label: Words
    records: Mapping[str, Table] = field(default_factory=dict)
    obsolete: bool = False

    def table(self, line: str) -> type[Record]:
        """The table for a line of at least 128 characters; RawRecord where none is known."""
        found = self.records.get(line[2:5])
        return RawRecord if found is None else found[1].get(line[found[0]], RawRecord)


@dataclass(frozen=True, slots=True)
class DeliveryType:
    """A delivery type: its frame and its sections. `to_bs` is the direction: written by the creditor, or by BS."""

    number: str
    label: Words
    to_bs: bool
    section_start: type[Record]
    section_end: type[Record]
    end: type[Record]
    sections: Mapping[str, SectionType]
    starts: tuple[type[Record], ...] = (DeliveryStart,)

    def section(self, number: str) -> SectionType:
        """The section of a number; unknown ones have no tables, so that their lines stay raw."""
        return self.sections.get(number) or SectionType(number, Words("Ukendt sektion", "Unknown section"))


CODE = slice(13, 17)
ANY = slice(0, 0)


def by_code(tables: Mapping[str, type[Record]]) -> Table:
    """Chosen by the transaction code."""
    return CODE, tables


def always(table: type[Record]) -> Table:
    """The same table for every line of this record type."""
    return ANY, {"": table}
