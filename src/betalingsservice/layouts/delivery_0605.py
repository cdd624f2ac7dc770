"""0605: mandates registered, renumbered and cancelled by the creditor (betalingsservice.md 5.3, 5.5, 9.1; U5, U6)."""

from betalingsservice import columns, fields
from betalingsservice.layouts.frame import (
    COLLECTIONS,
    COUNTED,
    SECTIONS,
    SUBSYSTEM,
    SUBSYSTEM_HELP,
    TYPE,
    DeliveryStart,
    DeliveryType,
    SectionType,
    SpacedDeliveryStart,
    by_code,
)
from betalingsservice.records import Record
from betalingsservice.words import Words

DATE = Words("Dato", "Date")
END_DATE = Words("Slutdato", "End date")


class SectionStart(Record):
    """012; the debtor group is in each 042."""

    __slots__ = ()
    label = Words("Sektion start", "Section start")
    system = columns.system()
    record_type = columns.record_type("012")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"))
    filler_18 = columns.filler(18, 3, "0")
    user_id: fields.TextColumn = columns.text(
        21,
        15,
        Words("Brugers identifikation hos dataleverandør", "User's ID with the data supplier"),
        Words("Fri tekst; nuller eller blank, når den ikke bruges.", "Free text; zeros or blanks if unused."),
        default="0" * 15,
    )
    filler_36 = columns.filler(36, 9)
    created_on: fields.DayColumn = columns.day(45, DATE, default=None)
    filler_51 = columns.filler(51, 78)


class Registration(Record):
    """042 code 0200: a mandate is registered for a debtor's account."""

    __slots__ = ()
    label = Words("Tilmelding", "Registration")
    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0200")
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    customer: fields.CustomerColumn = columns.customer(26)
    mandate: fields.DigitsColumn = columns.mandate(41, default="0")
    dated_on: fields.DayColumn = columns.day(50, DATE, default=None)
    ends_on: fields.DayColumn = columns.day(56, END_DATE, default=None)
    identity: fields.DigitsColumn = columns.digits(
        62,
        10,
        Words("CPR- eller CVR-nummer", "CPR or CVR number"),
        Words("CVR-nummer med to nuller foran.", "A CVR number has two zeros before it."),
        private=True,
    )
    filler_72 = columns.filler(72, 10)
    branch: fields.DigitsColumn = columns.digits(
        82, 4, Words("Registreringsnummer", "Branch"), Words("Debitors bank.", "The debtor's bank."), private=True
    )
    filler_86 = columns.filler(86, 4)
    account: fields.DigitsColumn = columns.digits(
        90, 10, Words("Kontonummer", "Account"), Words("Højrestillet.", "Right-aligned."), private=True
    )
    filler_100 = columns.filler(100, 10)
    flags = columns.free_filler(110, 5, "0", Words("Betydningen er uafklaret (U6).", "The meaning is open (U6)."))
    filler_115 = columns.filler(115, 14)


class NumberChange(Record):
    """042 code 0272: a mandate gets another customer number (U6)."""

    __slots__ = ()
    label = Words("Ændring af kundenummer", "Change of customer number")
    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0272")
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    customer: fields.CustomerColumn = columns.customer(26)
    mandate: fields.DigitsColumn = columns.mandate(41)
    dated_on: fields.DayColumn = columns.day(50, DATE)
    ends_on: fields.DayColumn = columns.day(56, END_DATE, default=None)
    new_customer: fields.CustomerColumn = columns.customer(62)
    filler_77 = columns.filler(77, 52)


class Cancellation(Record):
    """042 code 0257: the customer relationship has ceased (U6)."""

    __slots__ = ()
    label = Words("Afmelding", "Cancellation")
    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0257")
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    customer: fields.CustomerColumn = columns.customer(26)
    mandate: fields.DigitsColumn = columns.mandate(41)
    dated_on: fields.DayColumn = columns.day(50, DATE, default=None)
    ends_on: fields.DayColumn = columns.day(56, END_DATE, default=None)
    filler_62 = columns.filler(62, 67, "0")


class OldCancellation(Record):
    """042 code 0253 of section 0105: an older cancellation, read and never written."""

    __slots__ = ()
    label = Words("Afmelding (ældre)", "Cancellation (older)")
    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0253")
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    customer: fields.CustomerColumn = columns.customer(26)
    mandate: fields.DigitsColumn = columns.mandate(41)
    cancelled_on: fields.DayColumn = columns.day(50, Words("Afmeldingsdato", "Cancellation date"))
    filler_56 = columns.filler(56, 73)


class SectionEnd(Record):
    """092."""

    __slots__ = ()
    label = Words("Sektion slut", "Section end")
    system = columns.system()
    record_type = columns.record_type("092")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"))
    filler_18 = columns.filler(18, 9)
    collections: fields.NumberColumn = columns.number(27, 11, COLLECTIONS, COUNTED)
    filler_38 = columns.filler(38, 26, "0")
    filler_64 = columns.filler(64, 15)
    filler_79 = columns.filler(79, 11, "0")
    filler_90 = columns.filler(90, 39, "0")


class DeliveryEnd(Record):
    """992."""

    __slots__ = ()
    label = Words("Leverance slut", "Delivery end")
    system = columns.system()
    record_type = columns.record_type("992")
    supplier_number: fields.DigitsColumn = columns.supplier()
    subsystem: fields.TextColumn = columns.text(14, 3, SUBSYSTEM, SUBSYSTEM_HELP, default="BS1")
    delivery_type: fields.DigitsColumn = columns.digits(17, 4, TYPE, default="0605")
    sections: fields.NumberColumn = columns.number(21, 11, SECTIONS, COUNTED)
    collections: fields.NumberColumn = columns.number(32, 11, COLLECTIONS, COUNTED)
    filler_43 = columns.filler(43, 86, "0")


DELIVERY = DeliveryType(
    number="0605",
    label=Words("Aftaler fra kreditor", "Mandates from the creditor"),
    to_bs=True,
    section_start=SectionStart,
    section_end=SectionEnd,
    end=DeliveryEnd,
    sections={
        "0120": SectionType("0120", Words("Tilmeldinger", "Registrations"), {"042": by_code({"0200": Registration})}),
        "0125": SectionType(
            "0125",
            Words("Ændringer af kundenummer", "Changes of customer number"),
            {"042": by_code({"0272": NumberChange})},
        ),
        "0126": SectionType("0126", Words("Afmeldinger", "Cancellations"), {"042": by_code({"0257": Cancellation})}),
        "0105": SectionType(
            "0105",
            Words("Afmeldinger (ældre)", "Cancellations (older)"),
            {"042": by_code({"0253": OldCancellation})},
            obsolete=True,
        ),
    },
    starts=(DeliveryStart, SpacedDeliveryStart),
)
