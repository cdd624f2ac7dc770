"""Whole deliveries of every type: typed records written, read as the same records, and written again byte for byte."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.betalingsservice.strategies import said, values_of

from betalingsservice.bulk.checking import check
from betalingsservice.fik import payment_id
from betalingsservice.layouts import DELIVERIES, delivery_0601, delivery_0605, delivery_0621
from betalingsservice.layouts.frame import DeliveryStart, DeliveryType, SectionType
from betalingsservice.reader import read
from betalingsservice.records import Record
from betalingsservice.settings import Settings
from betalingsservice.writer import Writer, write

PBS_NUMBER, GROUP, CODE = "01234560", "00001", slice(13, 17)
WRITTEN = [
    (delivery, section)
    for delivery in DELIVERIES.values()
    for section in delivery.sections.values()
    if not section.obsolete
]
PAYER = payment_id("1025")
GIVEN = Settings(own_payer_id=True, plain_amounts=True)


@dataclass(frozen=True)
class Maker:
    """Draws records of a section, all about its creditor."""

    data: st.DataObject
    section: SectionType

    def one(self, table: type[Record], **fixed: Any) -> Record:
        fixed = {"pbs_number": PBS_NUMBER, "group": GROUP, **fixed}
        named = {column.name for column in table.columns}
        values = {each.name: self.data.draw(values_of(each)) for each in said(table) if each.name not in fixed}
        return table(**values, **{name: value for name, value in fixed.items() if name in named})

    def entry(self, delivery: DeliveryType, customer: str) -> list[Record]:
        if delivery.number == "0601":
            return self._collection(customer)
        if delivery.number == "0621":
            transaction, amount = (
                self.data.draw(st.sampled_from(["0280", "0200"])),
                self.data.draw(st.integers(0, 10**9)),
            )
            keys: dict[str, Any] = {"transaction": transaction, "amount": amount}
            return [self.one(table, **keys) for table in (delivery_0621.FirstHalf, delivery_0621.SecondHalf)]
        choice = self.section.records["042"][1]
        code, table = self.data.draw(st.sampled_from(sorted(choice.items(), key=lambda item: item[0])))
        if table is delivery_0605.Registration:
            known = {"identity": "99999993", "branch": "9999", "account": "1234567"}
            return [self.one(table, customer=customer, **known)]
        told = {} if delivery.number == "0605" else {"transaction": code}
        changed = {"new_customer": f"N{customer[1:]}"} if table is delivery_0605.NumberChange else {}
        return [self.one(table, customer=customer, **told, **changed)]

    def _collection(self, customer: str) -> list[Record]:
        b = delivery_0601
        mandate = self.data.draw(st.sampled_from(["000000000", "123456789"]))
        lines, texts, slips = (self.data.draw(st.integers(low, high)) for low, high in ((3, 5), (0, 3), (0, 2)))
        about = {"customer": customer, "mandate": "000000000"}
        names = [self.one(b.AddressLine, record_number=number + 1, **about) for number in range(lines)]
        place = self.one(b.Postcode, postcode="9999", country="DK", **about)
        options = [self.one(b.Options, customer=customer)] if self.data.draw(st.booleans()) else []
        collection = self.one(
            b.Collection,
            customer=customer,
            mandate=mandate,
            transaction="0280" if self.section.number == "0112" else "0285",
            sign=self.data.draw(st.sampled_from("12")),
            amount=self.data.draw(st.integers(1, 10**9)),
            payer_id=PAYER if self.section.number == "0118" else "",
        )
        about["mandate"] = mandate
        said_ = [self.one(b.TextLine, record_number=number + 1, **about) for number in range(texts)]
        printed = [self.one(b.SlipTextLine, record_number=number + 1, **about) for number in range(slips)]
        return [*names, place, *options, collection, *said_, *printed]


@pytest.mark.parametrize(("delivery", "section"), WRITTEN, ids=lambda each: each.number)
@settings(max_examples=10)
@given(data=st.data())
def test_what_is_written_is_read_and_written_again(
    delivery: DeliveryType, section: SectionType, data: st.DataObject
) -> None:
    """BM-09: `write(read(x)) == x`, and the records read are the typed ones that were written, field by field."""
    make = Maker(data, section)
    entries = [make.entry(delivery, f"{number:015}") for number in range(1, data.draw(st.integers(1, 4)) + 1)]
    start = DeliveryStart(
        supplier_number="99999993", delivery_type=delivery.number, identification="7", created_on=date(2027, 1, 20)
    )
    writer = Writer(out := BytesIO(), start, settings=GIVEN)
    writer.open_section(make.one(delivery.section_start, section=section.number))
    for entry in entries:
        writer.add(*entry)
    writer.close_section()
    writer.close()
    contents = read(out.getvalue(), settings=GIVEN)
    found = contents.delivery.sections[0].entries
    assert contents.is_accepted
    assert [[(type(line), line.values()) for line in entry.records] for entry in found] == [
        [(type(line), line.values()) for line in entry] for entry in entries
    ]
    assert write(contents, settings=GIVEN) == out.getvalue()
    stripped = write(contents, settings=GIVEN, stripped=True, line_end=b"\n")
    assert list(read(stripped, settings=GIVEN).delivery.records()) == list(contents.delivery.records())
    assert sorted(check(BytesIO(out.getvalue()), settings=GIVEN)) == contents.findings


def test_every_section_that_is_written_is_among_them() -> None:
    numbers = [(delivery.number, section.number) for delivery, section in WRITTEN]
    assert numbers == [
        ("0601", "0112"), ("0601", "0117"), ("0601", "0118"), ("0602", "0211"), ("0602", "0215"), ("0603", "0210"),
        ("0603", "0212"), ("0605", "0120"), ("0605", "0125"), ("0605", "0126"), ("0621", "0120"),
    ]  # fmt: skip
