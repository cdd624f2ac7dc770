"""The worked examples of the reference, read and written byte-exactly, and made from typed records."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from tests.betalingsservice.examples import EXAMPLES, joined, lines_of

from betalingsservice.layouts import delivery_0601 as b
from betalingsservice.layouts import delivery_0605
from betalingsservice.layouts.delivery_0602 import AutomaticPayment, SlipPayment
from betalingsservice.layouts.delivery_0602 import SectionStart as PaymentsStart
from betalingsservice.layouts.delivery_0603 import MandateLine
from betalingsservice.layouts.delivery_0603 import SectionStart as MandatesStart
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.reader import check, read, records
from betalingsservice.records import Record
from betalingsservice.writer import Writer, write


@pytest.mark.parametrize("number", EXAMPLES)
def test_an_example_is_read_without_a_finding_and_written_as_it_was(number: str) -> None:
    """Section 11, BM-09: as printed (blanks cut, LF), and canonical (128 characters, CR LF)."""
    printed = EXAMPLES[number].encode("latin-1")
    contents = read(printed)
    assert contents.findings == []
    assert write(contents, line_end=b"\n", stripped=True) == printed
    assert write(contents) == joined(lines_of(number))
    assert write(read(write(contents))) == write(contents)


@pytest.mark.parametrize("number", EXAMPLES)
@pytest.mark.parametrize("size", [1, 7, 129, 1000])
def test_bytes_may_come_in_pieces_of_any_size(number: str, size: int) -> None:
    data = joined(lines_of(number))
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    assert [record.raw for record in records(pieces)] == lines_of(number)


def _keys(customer: str) -> dict[str, str]:
    return {"pbs_number": "01234560", "group": "00001", "customer": customer.zfill(15)}


def _debtor(customer: str, name: list[str], texts: list[str], mandate: str, amount: int, reference: str) -> list:  # type: ignore[type-arg]
    keys = _keys(customer)
    return [
        *(b.AddressLine(**keys, record_number=number, text=text) for number, text in enumerate(name, start=1)),
        b.Postcode(**keys, postcode="9999"),
        *([b.Options(**keys, identity="99999993")] if customer == "1025" else []),
        b.Collection(
            **keys,
            transaction="0280",
            mandate=mandate,
            due_on=date(2027, 2, 1),
            sign="1",
            amount=amount,
            reference=reference,
        ),
        *(
            b.TextLine(**keys, record_number=number, mandate=mandate, text=text)
            for number, text in enumerate(texts, start=1)
        ),
    ]


def test_the_0601_example_is_written_from_typed_records_with_computed_totals() -> None:
    """17.2, 1: totals are computed while writing."""
    out = BytesIO()
    start = DeliveryStart(
        supplier_number="99999993", delivery_type="0601", identification="1", created_on=date(2027, 1, 20)
    )
    writer = Writer(out, start)
    writer.open_section(
        b.SectionStart(
            pbs_number="01234560",
            section="0112",
            group="00001",
            user_id="KONTINGENT-0227",
            main_text="Eksempelforeningen",
        ).with_raw(47, "00000000")
    )
    texts = ["Kontingent februar 2027", "Faktura F1001"]
    writer.add(*_debtor("1017", ["Mona Prøve", "Testvej 1"], texts, "123456789", 14950, "F1001"))
    firm = ["Prøvefirma ApS", "Opdigtet Alle 2"]
    writer.add(*_debtor("1025", firm, ["Kontingent februar 2027, firma"], "0", 30000, "F1002"))
    writer.close_section()
    writer.close()
    assert out.getvalue() == joined(lines_of("0601"))


def test_the_0605_example_is_written_from_typed_records() -> None:
    out = BytesIO()
    pbs_number, group = "01234560", "00001"
    start = DeliveryStart(
        supplier_number="99999993", delivery_type="0605", identification="2", created_on=date(2027, 1, 20)
    )
    writer = Writer(out, start)
    writer.open_section(delivery_0605.SectionStart(pbs_number="01234560", section="0120"))
    writer.add(
        delivery_0605.Registration(
            pbs_number=pbs_number,
            group=group,
            customer="1066".zfill(15),
            identity="99999993",
            branch="9999",
            account="1234567",
        )
    )
    writer.close_section()
    writer.open_section(delivery_0605.SectionStart(pbs_number="01234560", section="0126"))
    writer.add(
        delivery_0605.Cancellation(pbs_number=pbs_number, group=group, customer="1074".zfill(15), mandate="123456821")
    )
    writer.close_section()
    writer.close()
    assert out.getvalue() == joined(lines_of("0605"))


def _made(number: str, sections: list[list[Record]], identification: str, created_on: date) -> bytes:
    start = DeliveryStart(
        supplier_number="99999993", delivery_type=number, identification=identification, created_on=created_on
    )
    writer = Writer(out := BytesIO(), start)
    for first, *others in sections:
        writer.open_section(first)
        writer.add(*others)
        writer.close_section()
    writer.close()
    return out.getvalue()


def test_the_0602_example_is_written_from_typed_records_with_computed_totals() -> None:
    """Section 11; the reference of a slip is the first nine characters, the customer number is filled with zeros."""
    day, keys = date(2027, 2, 4), {"pbs_number": "01234560", "group": "00001"}
    due: dict[str, Any] = {**keys, "due_on": date(2027, 2, 1), "sign": "1"}
    paid = AutomaticPayment(
        **due, transaction="0236", customer="1017", mandate="123456789", amount=14950, reference="F1001",
        paid_on=date(2027, 2, 1), booked_on=date(2027, 2, 1), paid=14950,
    )  # fmt: skip
    rejected = AutomaticPayment(
        **due, transaction="0237", customer="1033", mandate="123456797", amount=20000, reference="F1003",
        paid_on=None, booked_on=None, paid=0,
    )  # fmt: skip
    slip = SlipPayment(
        **due, transaction="0297", customer="1025", fee_sign="0", amount=30000, reference="F1002",
        archive_reference=f"{1:022}", paid_on=date(2027, 2, 3), booked_on=day, paid=30000,
    )  # fmt: skip
    sections: list[list[Record]] = [
        [PaymentsStart(**keys, section="0211", delivered_on=day), paid, rejected],
        [PaymentsStart(**keys, section="0215", delivered_on=day), slip],
    ]
    assert _made("0602", sections, "7654321001", day) == joined(lines_of("0602"))


def test_the_0603_example_is_written_from_typed_records() -> None:
    """Section 11."""
    day, keys = date(2027, 1, 21), {"pbs_number": "01234560", "group": "00001"}
    start = MandatesStart(**keys, section="0212", delivered_on=day)
    new = MandateLine(
        **keys, transaction="0231", customer="1025", mandate="123456805", told_on=date(2027, 2, 1), ends_on=None
    )
    ended = MandateLine(
        **keys, transaction="0232", customer="1058", mandate="123456813", told_on=date(2025, 3, 1),
        ends_on=date(2027, 1, 22),
    )  # fmt: skip
    assert _made("0603", [[start, new, ended]], "7654322001", day) == joined(lines_of("0603"))


def test_the_0601_example_has_its_typed_nesting() -> None:
    delivery = read(joined(lines_of("0601"))).delivery
    first, second = delivery.sections[0].entries
    assert [line.text for line in first.address] == ["Mona Prøve", "Testvej 1"]
    assert first.collection is not None and first.collection.amount == 14950
    assert first.collection.due_on == date(2027, 2, 1)
    assert [line.text for line in first.texts] == ["Kontingent februar 2027", "Faktura F1001"]
    assert first.postcode is not None and first.postcode.country == "DK"
    assert second.options is not None and second.options.identity == "0099999993"
    assert second.match_key == "1025" and second.slip_texts == []


def test_several_deliveries_may_lie_in_one_file() -> None:
    """17.1, 3: the state is reset at 992 and at each 012."""
    both = joined(lines_of("0602") + lines_of("0603"))
    contents = read(both)
    assert [delivery.kind.number for delivery in contents.deliveries if delivery.kind] == ["0602", "0603"]
    assert write(contents) == both
    assert list(check(both)) == []
