"""0621, informationsliste: control totals, remarks and errors from BS (betalingsservice.md 5.3, 5.5, 9.2; U8)."""

from enum import StrEnum

from betalingsservice import columns, fields
from betalingsservice.layouts.frame import (
    COUNTED,
    NAMES,
    SECTIONS,
    SUBSYSTEM,
    SUBSYSTEM_HELP,
    TYPE,
    DeliveryType,
    SectionType,
)
from betalingsservice.records import Record
from betalingsservice.words import Words

RECORD_NUMBER = Words("Recordnr.", "Record no")
OPEN = Words("Betydningen er uafklaret (U8).", "The meaning is open (U8).")
CODE = Words("Oprindelig transaktionskode", "Transaction code of the original")
CODE_HELP = Words("0280 opkrævninger, 0200 tilmeldinger.", "0280 collections, 0200 registrations.")
AMOUNT = Words("Beløb i øre", "Amount in øre")
SECTION = "0120"


class TextClass(StrEnum):
    """What kind of message a text number is: its second digit. Unknown classes are remarks (U8)."""

    CONTROL = "1"
    REMARK = "2"
    ERROR = "3"


class SectionStart(Record):
    """012."""

    __slots__ = ()
    label = Words("Sektion start", "Section start")
    system = columns.system()
    record_type = columns.record_type("012")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"), default=SECTION)
    filler_18 = columns.filler(18, 3)
    group: fields.DigitsColumn = columns.group(21)
    filler_26 = columns.filler(26, 29)
    delivered_on: fields.DayColumn = columns.day(55, Words("Dato", "Date"), default=None)
    filler_61 = columns.free_filler(61, 68)


class FirstHalf(Record):
    """022 record no 001: to whom and how much. 113 characters."""

    __slots__ = ()
    label = Words("Information, første halvdel", "Information, first half")
    system = columns.system()
    record_type = columns.record_type("022")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction: fields.DigitsColumn = columns.digits(14, 4, CODE, CODE_HELP)
    record_number = columns.constant(18, "001", RECORD_NUMBER)
    group: fields.DigitsColumn = columns.group(21)
    customer: fields.ReturnedCustomerColumn = columns.returned_customer(26, blank=True)
    mandate: fields.DigitsColumn = columns.mandate(41, default="0")
    dated_on: fields.DayColumn = columns.day(50, Words("Dato", "Date"), default=None)
    code: fields.DigitsColumn = columns.digits(56, 1, Words("Kode", "Code"), OPEN, default="0")
    branch: fields.DigitsColumn = columns.digits(
        57, 4, Words("Kreditors registreringsnummer", "Branch of the creditor"), default="0", private=True
    )
    account: fields.DigitsColumn = columns.digits(
        61, 10, Words("Kreditors kontonummer", "Account of the creditor"), default="0", private=True
    )
    payment_on: fields.DayColumn = columns.day(71, Words("Betalingsdato", "Payment date"), default=None)
    processed_on: fields.DayColumn = columns.day(77, Words("Behandlingsdato", "Processing date"), default=None)
    collections: fields.NumberColumn = columns.number(
        83, 9, Words("Antal opkrævninger", "Number of collections"), default=0
    )
    second_count: fields.NumberColumn = columns.number(92, 9, Words("Antal", "Number"), OPEN, default=0)
    amount: fields.AmountColumn = columns.amount(101, 13, AMOUNT, default=0)
    filler_114 = columns.free_filler(114, 15)


class SecondHalf(Record):
    """022 record no 002: what is said about it. 120 characters."""

    __slots__ = ()
    label = Words("Information, anden halvdel", "Information, second half")
    system = columns.system()
    record_type = columns.record_type("022")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction: fields.DigitsColumn = columns.digits(14, 4, CODE, CODE_HELP)
    record_number = columns.constant(18, "002", RECORD_NUMBER)
    group: fields.DigitsColumn = columns.group(21)
    filler_26 = columns.free_filler(26, 33, "0")
    amount: fields.AmountColumn = columns.amount(
        59, 13, AMOUNT, Words("Gentager første halvdel.", "Repeats the first half."), default=0
    )
    text: fields.TextColumn = columns.text(
        72, 43, Words("Tekst", "Text"), Words("Ved 210100 bankens navn.", "The bank's name for 210100."), default=""
    )
    text_number: fields.DigitsColumn = columns.digits(
        115,
        6,
        Words("Tekstnummer", "Text number"),
        Words(
            "Andet ciffer: 1 kontroloplysning, 2 bemærkning, 3 fejl.",
            "Second digit: 1 control information, 2 remark, 3 error.",
        ),
    )
    filler_121 = columns.free_filler(121, 8)

    @property
    def text_class(self) -> TextClass:
        """Control information, remark or error; what is not known is a remark (U8)."""
        digit = self.raw[115]
        return TextClass(digit) if digit in {"1", "2", "3"} else TextClass.REMARK


class SectionEnd(Record):
    """092."""

    __slots__ = ()
    label = Words("Sektion slut", "Section end")
    system = columns.system()
    record_type = columns.record_type("092")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"), default=SECTION)
    filler_18 = columns.filler(18, 3, "0")
    names: fields.NumberColumn = columns.number(21, 11, NAMES, COUNTED)
    filler_32 = columns.filler(32, 37, "0")
    filler_69 = columns.free_filler(69, 60)


class DeliveryEnd(Record):
    """992."""

    __slots__ = ()
    label = Words("Leverance slut", "Delivery end")
    system = columns.system()
    record_type = columns.record_type("992")
    supplier_number: fields.DigitsColumn = columns.supplier()
    subsystem: fields.TextColumn = columns.text(14, 3, SUBSYSTEM, SUBSYSTEM_HELP, default="BS1")
    delivery_type: fields.DigitsColumn = columns.digits(17, 4, TYPE, default="0621")
    sections: fields.NumberColumn = columns.number(21, 11, SECTIONS, COUNTED)
    names: fields.NumberColumn = columns.number(32, 11, NAMES, COUNTED)
    filler_43 = columns.filler(43, 37, "0")
    filler_80 = columns.free_filler(80, 49)


DELIVERY = DeliveryType(
    number="0621",
    label=Words("Informationsliste", "Information list"),
    to_bs=False,
    section_start=SectionStart,
    section_end=SectionEnd,
    end=DeliveryEnd,
    sections={
        SECTION: SectionType(
            SECTION,
            Words("Information", "Information"),
            {"022": (slice(17, 20), {"001": FirstHalf, "002": SecondHalf})},
        ),
    },
)
