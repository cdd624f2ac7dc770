"""A debtor's lines in 0601: order and numbering, name and address, texts, amount, Basis and Total (section 6).

Each rule takes the debtor's lines that are sound for themselves; a line with an error has its own findings already.
"""

import re
from collections.abc import Iterator

from betalingsservice.fields import Column
from betalingsservice.fik import payment_id_is_valid
from betalingsservice.findings import Finding, found
from betalingsservice.identifiers import Verdict, cpr_or_cvr, mandate_or_none, match_key
from betalingsservice.layouts.delivery_0601 import (
    AddressLine,
    Collection,
    Options,
    Postcode,
    SlipTextLine,
    TextLine,
)
from betalingsservice.records import Record
from betalingsservice.rules.context import OpenDelivery, OpenSection
from betalingsservice.rules.days import day_findings
from betalingsservice.settings import TEXT_LINES, Product

RANK: dict[type[Record], int] = {
    AddressLine: 1,
    Postcode: 2,
    Options: 3,
    Collection: 4,
    TextLine: 5,
    SlipTextLine: 6,
}
_ONCE = {2, 3, 4}
_COUNTRY = re.compile("[A-Z]{2} ").fullmatch
_POSTCODE = re.compile("(?!0000)[0-9]{4}").fullmatch
_EAN = re.compile("[0-9]{13}").fullmatch
_NO_MANDATE = "000000000"


def entry_findings(
    records: list[Record], unsound: set[int], delivery: OpenDelivery, section: OpenSection
) -> Iterator[Finding]:
    """Everything across a debtor's lines; `unsound` are the numbers of lines with an error of their own."""
    yield from _order(records)
    collections = [record for record in records if isinstance(record, Collection)]
    if not collections and not any(record.raw[2:5] == "042" for record in records):
        yield found("entry.collection_missing", records[0].number, to_bs=True)
    sound = [record for record in records if record.number not in unsound] if unsound else records
    yield from _alignment(sound, delivery)
    yield from _mandates(sound, collections[0] if collections else None)
    yield from _address(records, sound, delivery)
    yield from _product(records, section)
    for record in sound:
        if isinstance(record, Collection):
            yield from _amount(record, delivery, section)
            yield from day_findings(record, delivery, section)
            yield from _repeated(record, delivery)


def _order(records: list[Record]) -> Iterator[Finding]:
    before, expected = 0, {1: 1, 5: 1, 6: 1}
    for record in records:
        rank = RANK.get(type(record))
        if rank is None:
            continue
        if rank < before or (rank == before and rank in _ONCE) or (rank > 4 and before < 4):
            yield found("entry.order", record.number, to_bs=True)
        before = max(before, rank)
        if rank in expected:
            if record.raw[17:22] != f"{expected[rank]:05}":
                code = "address.number" if rank == 1 else "text.number"
                yield found(code, record.number, to_bs=True, column=_column(record, "record_number"))
            elif expected[rank] == TEXT_LINES + 1:
                yield found("text.many", record.number, to_bs=True, values={"most": str(TEXT_LINES)})
            expected[rank] = (int(record.raw[17:22]) if record.raw[17:22].isdecimal() else expected[rank]) + 1


def _alignment(records: list[Record], delivery: OpenDelivery) -> Iterator[Finding]:
    for record in records:
        if type(record) not in RANK:
            continue
        left = True if record.raw[41] == " " else False if record.raw[27] == "0" else None
        if left is None:
            continue
        if delivery.left_aligned is None:
            delivery.left_aligned = left
        elif left != delivery.left_aligned:
            yield found("entry.alignment", record.number, to_bs=True, column=_column(record, "customer"))


def _mandates(records: list[Record], collection: Collection | None) -> Iterator[Finding]:
    for record in records:
        rank = RANK.get(type(record), 0)
        if rank in {1, 2}:
            expected = _NO_MANDATE
        elif rank > 4 and collection is not None:
            expected = collection.raw[42:51]
        else:
            continue
        if record.raw[42:51] != expected:
            yield found(
                "entry.mandate",
                record.number,
                to_bs=True,
                column=_column(record, "mandate"),
                values={"expected": expected},
            )


def _address(records: list[Record], sound: list[Record], delivery: OpenDelivery) -> Iterator[Finding]:
    lines = [record for record in records if isinstance(record, AddressLine)]
    postcode = next((record for record in records if isinstance(record, Postcode)), None)
    if postcode is None:
        if any(record.raw[2:5] == "022" for record in records):
            yield found("address.postcode_missing", records[0].number, to_bs=True)
    else:
        least = 2 if postcode.raw[70:73] == "DK " else 3
        if len(lines) < least:
            yield found("address.few", postcode.number, to_bs=True, values={"least": str(least)})
    for record in sound:
        if isinstance(record, Postcode):
            yield from _place(record)
        elif isinstance(record, Options):
            yield from _options(record)
        elif isinstance(record, AddressLine) and not delivery.settings.ean and _is_ean(record):
            yield found("address.ean", record.number, to_bs=True, column=AddressLine.text)


def _is_ean(record: AddressLine) -> bool:
    return record.raw[17:22] == "00002" and _EAN(record.raw[51:86].strip()) is not None


def _place(record: Postcode) -> Iterator[Finding]:
    if _COUNTRY(record.raw[70:73]) is None:
        yield found("address.country", record.number, to_bs=True, column=Postcode.country)
    elif record.raw[70:72] == "DK" and _POSTCODE(record.raw[66:70]) is None:
        yield found("address.postcode", record.number, to_bs=True, column=Postcode.postcode)


def _options(record: Options) -> Iterator[Finding]:
    for column in (Options.speed, Options.always_print):
        if record.raw[column.place] not in {" ", "0", "1"}:
            yield found("address.option", record.number, to_bs=True, column=column)
    if cpr_or_cvr(record.raw[82:92]) is not Verdict.GOOD:
        yield found("address.identity", record.number, to_bs=True, column=Options.identity)


def _product(records: list[Record], section: OpenSection) -> Iterator[Finding]:
    if section.agreement is None:
        return
    first = records[0]
    named = first.raw[2:5] == "022"
    if section.agreement.product is Product.BASIS:
        if named:
            yield found("basis.address", first.number, to_bs=True)
        for record in records:
            if isinstance(record, Collection) and mandate_or_none(record.raw[42:51]) is None:
                yield found("basis.mandate", record.number, to_bs=True, column=Collection.mandate)
    elif not named:
        yield found("total.address", first.number, to_bs=True)


def _amount(record: Collection, delivery: OpenDelivery, section: OpenSection) -> Iterator[Finding]:
    raw, number = record.raw, record.number
    zero = raw[60:73] == "0000000000000"
    if raw[59] == "0":
        yield found("amount.none" if zero else "amount.sign", number, to_bs=True, column=Collection.sign)
    elif zero:
        yield found("amount.zero", number, to_bs=True, column=Collection.amount)
    if raw[82:103].strip():
        yield found("reference.long", number, to_bs=True, column=Collection.reference)
    payer = raw[105:120].strip()
    if section.kind.number == "0118":
        if raw[13:17] != delivery.settings.own_payer_id_code:
            column = Collection.transaction
            values = {"allowed": delivery.settings.own_payer_id_code}
            yield found("payer_id.code", number, to_bs=True, column=column, values=values)
        if not payment_id_is_valid(payer):
            yield found("payer_id.check", number, to_bs=True, column=Collection.payer_id)
    elif payer.strip("0"):
        yield found("payer_id.section", number, to_bs=True, column=Collection.payer_id)


def _repeated(record: Collection, delivery: OpenDelivery) -> Iterator[Finding]:
    if delivery.settings.several_a_day or record.raw[59] == "0":
        return
    key = (record.raw[5:13], match_key(record.raw[27:42]), record.raw[51:59])
    first = delivery.seen.setdefault(key, record.number)
    if first != record.number:
        yield found(
            "collection.repeated", record.number, to_bs=True, column=Collection.customer, values={"first": str(first)}
        )


def _column(record: Record, name: str) -> Column[object]:
    return next(column for column in record.columns if column.name == name)
