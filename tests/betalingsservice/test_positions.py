"""Each field of each line stands where the reference has it: start,length copied from there, not from here."""

import pytest

from betalingsservice.fields import FillerColumn, Kind
from betalingsservice.layouts import DELIVERIES, frame
from betalingsservice.layouts import delivery_0601 as d0601
from betalingsservice.layouts import delivery_0602 as d0602
from betalingsservice.layouts import delivery_0603 as d0603
from betalingsservice.layouts import delivery_0605 as d0605
from betalingsservice.layouts import delivery_0621 as d0621
from betalingsservice.records import Record

HEAD = "1,2 3,3 6,8"  # 5.1
REFERENCE: dict[type[Record], str] = {
    # 5.2
    frame.DeliveryStart: f"{HEAD} 14,3 17,4 21,10 31,19 50,6 56,73",
    frame.SpacedDeliveryStart: f"{HEAD} 14,3 17,4 21,2 23,10 33,19 52,6 58,71",
    # 5.3
    d0601.SectionStart: f"{HEAD} 14,4 18,5 23,5 28,15 43,4 47,8 55,14 69,60",
    d0602.SectionStart: f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,73",
    d0603.SectionStart: f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,73",
    d0605.SectionStart: f"{HEAD} 14,4 18,3 21,15 36,9 45,6 51,78",
    d0621.SectionStart: f"{HEAD} 14,4 18,3 21,5 26,29 55,6 61,68",
    # 5.4
    d0601.SectionEnd: f"{HEAD} 14,4 18,5 23,5 28,4 32,11 43,15 58,11 69,15 84,11 95,34",
    frame.SectionEnd: f"{HEAD} 14,4 18,3 21,5 26,6 32,11 43,15 58,11 69,15 84,11 95,34",
    frame.DeliveryEnd: f"{HEAD} 14,3 17,4 21,11 32,11 43,15 58,11 69,15 84,11 95,34",
    # 5.5
    d0605.SectionEnd: f"{HEAD} 14,4 18,9 27,11 38,26 64,15 79,11 90,39",
    d0605.DeliveryEnd: f"{HEAD} 14,3 17,4 21,11 32,11 43,86",
    d0621.SectionEnd: f"{HEAD} 14,4 18,3 21,11 32,37 69,60",
    d0621.DeliveryEnd: f"{HEAD} 14,3 17,4 21,11 32,11 43,37 80,49",
    # 6.2 and 6.3
    d0601.AddressLine: f"{HEAD} 14,4 18,5 23,5 28,15 43,9 52,35 87,42",
    d0601.Postcode: f"{HEAD} 14,4 18,5 23,5 28,15 43,9 52,15 67,4 71,3 74,55",
    d0601.Options: f"{HEAD} 14,4 18,5 23,5 28,15 43,40 83,10 93,1 94,1 95,34",
    # 6.4 and 6.5
    d0601.Collection: f"{HEAD} 14,4 18,5 23,5 28,15 43,9 52,8 60,1 61,13 74,30 104,2 106,15 121,8",
    d0601.TextLine: f"{HEAD} 14,4 18,5 23,5 28,15 43,9 52,1 53,60 113,16",
    d0601.SlipTextLine: f"{HEAD} 14,4 18,5 23,5 28,15 43,9 52,1 53,60 113,16",
    # 7.2 and 7.3
    d0602.AutomaticPayment: (
        f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,1 57,13 70,30 100,4 104,6 110,6 116,13"
    ),
    d0602.SlipPayment: (
        f"{HEAD} 14,4 18,3 21,5 26,4 30,15 45,2 47,1 48,5 53,6 59,1 60,13 73,9 82,22 104,6 110,6 116,13"
    ),
    # 8.2
    d0603.MandateLine: f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,6 62,67",
    # 9.1
    d0605.Registration: (
        f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,6 62,10 72,10 82,4 86,4 90,10 100,10 110,5 115,14"
    ),
    d0605.NumberChange: f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,6 62,15 77,52",
    d0605.Cancellation: f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,6 62,67",
    d0605.OldCancellation: f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,73",
    # 9.2
    d0621.FirstHalf: (
        f"{HEAD} 14,4 18,3 21,5 26,15 41,9 50,6 56,1 57,4 61,10 71,6 77,6 83,9 92,9 101,13 114,15"
    ),
    d0621.SecondHalf: f"{HEAD} 14,4 18,3 21,5 26,33 59,13 72,43 115,6 121,8",
}  # fmt: skip
# How what is reserved is written, zeros or blanks, where the reference says which.
FILLED: dict[type[Record], str] = {
    d0601.SectionStart: "18b 43b 55b", d0602.SectionStart: "18z 41b 56b", d0603.SectionStart: "18b 41b 56b",
    d0605.SectionStart: "18z 36b 51b", d0621.SectionStart: "18b 26b 61b",
    d0601.SectionEnd: "18z 28b 69b 95b", frame.SectionEnd: "18z 26b 69b 95b", frame.DeliveryEnd: "69z 95z",
    d0605.SectionEnd: "18b 38z 64b 79z 90z", d0605.DeliveryEnd: "43z",
    d0621.SectionEnd: "18z 32z 69b", d0621.DeliveryEnd: "43z 80b",
    frame.DeliveryStart: "31b 56b", frame.SpacedDeliveryStart: "33b 58b",
    d0601.AddressLine: "87b", d0601.Postcode: "52b 74b", d0601.Options: "43b 95b", d0601.Collection: "104z 121b",
    d0601.TextLine: "52b 113b", d0601.SlipTextLine: "52b 113b", d0602.AutomaticPayment: "18z 100b",
    d0602.SlipPayment: "18z 26z", d0603.MandateLine: "18z 62b", d0605.Registration: "18z 72b 86b 100b 110z 115b",
    d0605.NumberChange: "18z 77b", d0605.Cancellation: "18z 62z", d0605.OldCancellation: "18z 56b",
    d0621.FirstHalf: "114b", d0621.SecondHalf: "26z 121b",
}  # fmt: skip


def used() -> set[type[Record]]:
    found: set[type[Record]] = set()
    for delivery in DELIVERIES.values():
        found |= {*delivery.starts, delivery.section_start, delivery.section_end, delivery.end}
        for section in delivery.sections.values():
            found |= {table for _, tables in section.records.values() for table in tables.values()}
    return found


def test_every_table_is_here() -> None:
    assert used() == set(REFERENCE) == set(FILLED)


@pytest.mark.parametrize("table", REFERENCE, ids=lambda table: f"{table.__module__[-4:]}.{table.__name__}")
def test_fields_stand_where_the_reference_has_them(table: type[Record]) -> None:
    """Sections 5 to 9."""
    assert " ".join(f"{column.start},{column.length}" for column in table.columns) == REFERENCE[table]


@pytest.mark.parametrize("table", FILLED, ids=lambda table: f"{table.__module__[-4:]}.{table.__name__}")
def test_what_is_reserved_is_written_as_the_reference_has_it(table: type[Record]) -> None:
    """Sections 5 to 9; 17.2, 4: read as zeros and as blanks, whichever is written."""
    fillers = [column for column in table.columns if isinstance(column, FillerColumn)]
    kinds = {"0": "z", " ": "b"}
    assert " ".join(f"{each.start}{kinds[str(each.default)[0]]}" for each in fillers) == FILLED[table]
    assert all(each.matches("0" * each.length) and each.matches(" " * each.length) for each in fillers)
    assert all(set(str(each.default)) <= {"0", " "} and each.kind is Kind.FILLER for each in fillers)


def test_the_codes_of_the_reference_stand_in_their_sections() -> None:
    """6.1, 7.1, 8.1, 9.1 and the master table of section 10."""
    found = {
        (delivery.number, section.number): sorted(section.records["042"][1])
        for delivery in DELIVERIES.values()
        for section in delivery.sections.values()
        if "042" in section.records
    }
    assert found == {
        ("0601", "0112"): ["0280"], ("0601", "0117"): ["0285"], ("0601", "0118"): [""],  # U7: any
        ("0602", "0211"): ["0236", "0237", "0238", "0239"], ("0602", "0215"): ["0297", "0299"],
        ("0603", "0210"): ["0230"], ("0603", "0212"): ["0231", "0232", "0233", "0234"],
        ("0605", "0120"): ["0200"], ("0605", "0125"): ["0272"], ("0605", "0126"): ["0257"], ("0605", "0105"): ["0253"],
    }  # fmt: skip
    old = {(delivery.number, section.number) for delivery in DELIVERIES.values()
           for section in delivery.sections.values() if section.obsolete}  # fmt: skip
    assert old == {
        ("0601", "0100"), ("0601", "0110"), ("0601", "0115"), ("0603", "0214"), ("0603", "0215"), ("0603", "0217"),
        ("0603", "0219"), ("0605", "0105"),
    }  # fmt: skip
