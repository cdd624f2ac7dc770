"""One line, or a pair, of 0602, 0603, 0605 and 0621: what is odd about it (sections 7, 8, 9)."""

from collections.abc import Iterator

from betalingsservice.fik import CARD_TYPES
from betalingsservice.findings import Finding, found
from betalingsservice.identifiers import Verdict, cpr_or_cvr, mandate_or_none, match_key
from betalingsservice.layouts.delivery_0602 import CANCELLED, REJECTED, AutomaticPayment, SlipPayment
from betalingsservice.layouts.delivery_0603 import ENDED_BY_BANK, ENDED_BY_BS, ENDED_BY_CREDITOR, MandateLine
from betalingsservice.layouts.delivery_0605 import Cancellation, NumberChange, OldCancellation, Registration
from betalingsservice.layouts.delivery_0621 import FirstHalf, SecondHalf, TextClass
from betalingsservice.records import RawRecord, Record

_NO_MANDATE = "000000000"
_ENDED = {ENDED_BY_BANK, ENDED_BY_CREDITOR, ENDED_BY_BS}


def answer_findings(records: list[Record], unsound: set[int]) -> Iterator[Finding]:
    """The findings about a line or a pair; lines with an error of their own have been told already."""
    for record in records:
        if record.number in unsound:
            continue
        if isinstance(record, AutomaticPayment | SlipPayment):
            yield from _payment(record)
        elif isinstance(record, MandateLine):
            if record.transaction in _ENDED and record.raw[55:61] == "000000":
                yield found("mandate.ended", record.number, to_bs=False, column=MandateLine.ends_on)
        elif isinstance(record, Registration):
            yield from _registration(record)
        elif isinstance(record, NumberChange | Cancellation | OldCancellation):
            yield from _existing(record)
    if records and isinstance(records[0], FirstHalf | SecondHalf):
        yield from _pair(records, unsound)


def _payment(record: AutomaticPayment | SlipPayment) -> Iterator[Finding]:
    raw, number = record.raw, record.number
    if raw[13:17] == REJECTED:
        if raw[103:128].strip("0"):
            yield found("payment.rejected", number, to_bs=False, column=AutomaticPayment.paid)
    elif raw[13:17] != CANCELLED and "000000" in {raw[103:109], raw[109:115]}:
        yield found("payment.undated", number, to_bs=False, column=AutomaticPayment.paid_on)
    if isinstance(record, SlipPayment) and raw[58] != "1":
        yield found("payment.sign", number, to_bs=False, column=SlipPayment.sign)
    if isinstance(record, SlipPayment) and record.card_type not in CARD_TYPES:
        yield found("payment.card", number, to_bs=False, column=SlipPayment.card_type)


def _registration(record: Registration) -> Iterator[Finding]:
    number = record.number
    if record.raw[40:49] != _NO_MANDATE:
        yield found("registration.mandate", number, to_bs=True, column=Registration.mandate)
    if not record.raw[61:71].strip("0"):
        yield found("registration.identity", number, to_bs=True, column=Registration.identity)
    elif cpr_or_cvr(record.raw[61:71]) is not Verdict.GOOD:
        yield found("address.identity", number, to_bs=True, column=Registration.identity)
    for column in (Registration.branch, Registration.account):
        if not record.raw[column.place].strip("0"):
            yield found("registration.account", number, to_bs=True, column=column)


def _existing(record: NumberChange | Cancellation | OldCancellation) -> Iterator[Finding]:
    if mandate_or_none(record.raw[40:49]) is None:
        yield found("cancellation.mandate", record.number, to_bs=True, column=Cancellation.mandate)
    if isinstance(record, NumberChange) and match_key(record.customer) == match_key(record.new_customer):
        yield found("change.same", record.number, to_bs=True, column=NumberChange.new_customer)


def _pair(records: list[Record], unsound: set[int]) -> Iterator[Finding]:
    first, second = records[0], records[-1]
    if not isinstance(first, FirstHalf) or not isinstance(second, SecondHalf) or first.raw[5:17] != second.raw[5:17]:
        yield found("information.half", first.number, to_bs=False)
        return
    if first.raw[100:113] != second.raw[58:71]:
        yield found("information.amount", second.number, to_bs=False, column=SecondHalf.amount)
    if second.number not in unsound and second.raw[115] not in set(TextClass):
        yield found("information.class", second.number, to_bs=False, column=SecondHalf.text_number)


def raw_findings(record: RawRecord, number: str, *, to_bs: bool) -> Iterator[Finding]:
    """A line without a table: text to be shown where that is known to occur (U17), otherwise unknown."""
    shown = number == "0602" and record.raw[2:5] in {"022", "052"}
    yield found("record.shown" if shown else "record.unknown", record.number, to_bs=to_bs)
