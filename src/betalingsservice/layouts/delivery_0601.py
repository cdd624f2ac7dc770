"""0601, opkrævningsdata: collection data from the creditor to BS (betalingsservice.md 5.3, 5.4, 6)."""

from betalingsservice import columns, fields
from betalingsservice.layouts.frame import (
    COLLECTIONS,
    COUNTED,
    NAMES,
    NET,
    TEXTS,
    DeliveryEnd,
    DeliveryType,
    SectionType,
    Table,
    always,
    by_code,
)
from betalingsservice.records import Record
from betalingsservice.words import Words

RECORD_NUMBER = Words("Recordnr.", "Record no")


class SectionStart(Record):
    """012."""

    __slots__ = ()
    label = Words("Sektion start", "Section start")
    system = columns.system()
    record_type = columns.record_type("012")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"))
    filler_18 = columns.filler(18, 5)
    group: fields.DigitsColumn = columns.group(23)
    user_id: fields.TextColumn = columns.user_id(28)
    filler_43 = columns.filler(43, 4)
    created_on: fields.LongDayColumn = columns.long_day(
        47, Words("Dato", "Date"), Words("Eller nuller.", "Or zeros."), default=None
    )
    filler_55 = columns.free_filler(
        55, 14, " ", Words("Tidligere kreditors konto; bruges ikke.", "Formerly the creditor's account; not used.")
    )
    main_text: fields.TextColumn = columns.text(
        69,
        60,
        Words("Hovedtekstlinje", "Main text line"),
        Words(
            "Overskriften på debitors advis; blank giver debitorgruppens navn.",
            "The headline of the debtor's advice; blank gives the name of the debtor group.",
        ),
        default="",
    )


class AddressLine(Record):
    """022 00001-00005: the name, then the address."""

    __slots__ = ()
    label = Words("Navn og adresse", "Name and address")
    system = columns.system()
    record_type = columns.record_type("022")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0240")
    record_number: fields.NumberColumn = columns.number(18, 5, RECORD_NUMBER, Words("1 til 5.", "1 to 5."))
    group: fields.DigitsColumn = columns.group(23)
    customer: fields.CustomerColumn = columns.customer(28)
    mandate: fields.DigitsColumn = columns.mandate(43, default="0")
    text: fields.TextColumn = columns.text(
        52,
        35,
        Words("Navne- eller adresselinje", "Name or address line"),
        Words("Linje 1 er navnet.", "Line 1 is the name."),
        private=True,
    )
    filler_87 = columns.filler(87, 42)


class Postcode(Record):
    """022 00009: postcode and country; the city is not sent (U10)."""

    __slots__ = ()
    label = Words("Postnummer og land", "Postcode and country")
    system = columns.system()
    record_type = columns.record_type("022")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0240")
    record_number = columns.constant(18, "00009", RECORD_NUMBER)
    group: fields.DigitsColumn = columns.group(23)
    customer: fields.CustomerColumn = columns.customer(28)
    mandate: fields.DigitsColumn = columns.mandate(43, default="0")
    filler_52 = columns.filler(52, 15)
    postcode: fields.TextColumn = columns.text(
        67,
        4,
        Words("Postnummer", "Postcode"),
        Words("4 cifre; 0000 i udlandet.", "4 digits; 0000 abroad."),
    )
    country: fields.TextColumn = columns.text(
        71, 3, Words("Landekode", "Country"), Words("To bogstaver, fx DK.", "Two letters, such as DK."), default="DK"
    )
    filler_74 = columns.filler(74, 55)


class Options(Record):
    """022 00010: what is optional about the slip."""

    __slots__ = ()
    label = Words("Valgfri funktionalitet", "Optional functionality")
    system = columns.system()
    record_type = columns.record_type("022")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0240")
    record_number = columns.constant(18, "00010", RECORD_NUMBER)
    group: fields.DigitsColumn = columns.group(23)
    customer: fields.CustomerColumn = columns.customer(28)
    filler_43 = columns.filler(43, 40)
    identity: fields.DigitsColumn = columns.digits(
        83,
        10,
        Words("CPR- eller CVR-nummer", "CPR or CVR number"),
        Words("Højrestillet, nuller når der ikke er noget.", "Right-aligned, zeros if there is none."),
        default="0",
        private=True,
    )
    speed: fields.TextColumn = columns.text(
        93,
        1,
        Words("Forsendelseshastighed", "Dispatch speed"),
        Words("1 er hurtig post.", "1 is fast post."),
        default="",
    )
    always_print: fields.TextColumn = columns.text(
        94,
        1,
        Words("Altid print", "Always print"),
        Words("1 er altid på papir.", "1 is always on paper."),
        default="",
    )
    filler_95 = columns.filler(95, 34)


class Collection(Record):
    """042: an amount to collect from a debtor, or to pay out."""

    __slots__ = ()
    label = Words("Opkrævning", "Collection")
    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction: fields.DigitsColumn = columns.digits(
        14,
        4,
        Words("Transaktionskode", "Transaction code"),
        Words("0280 automatisk betaling, 0285 kun indbetalingskort.", "0280 automatic payment, 0285 slip only."),
    )
    record_number = columns.constant(18, "00000", RECORD_NUMBER)
    group: fields.DigitsColumn = columns.group(23)
    customer: fields.CustomerColumn = columns.customer(28)
    mandate: fields.DigitsColumn = columns.mandate(43, default="0")
    due_on: fields.LongDayColumn = columns.long_day(
        52,
        Words("Betalingsdato", "Due date"),
        Words("Højst 90 dage frem.", "At most 90 days ahead."),
        required=True,
    )
    sign: fields.CodeColumn = columns.code(
        60,
        ("1", "2", "0"),
        Words("Fortegnskode", "Sign code"),
        Words("1 opkrævning, 2 udbetaling, 0 intet beløb.", "1 collection, 2 disbursement, 0 no amount."),
    )
    amount: fields.AmountColumn = columns.amount(
        61, 13, Words("Beløb i øre", "Amount in øre"), Words("Uden fortegn.", "Without a sign.")
    )
    reference: fields.TextColumn = columns.text(
        74,
        30,
        Words("Kreditors reference", "Creditor's reference"),
        Words(
            "Kommer igen i 0602; kun de første 9 tegn for indbetalingskort.",
            "Comes back in 0602; only the first 9 characters for slips.",
        ),
        default="",
    )
    filler_104 = columns.filler(104, 2, "0")
    payer_id: fields.TextColumn = columns.text(
        106,
        15,
        Words("Betaleridentifikation", "Payer ID"),
        Words("Kun i sektion 0118, ellers blank.", "Only in section 0118, otherwise blank."),
        default="",
    )
    filler_121 = columns.filler(121, 8)


class TextLine(Record):
    """052: text to the debtor."""

    __slots__ = ()
    label = Words("Tekst til debitor", "Text to debtor")
    system = columns.system()
    record_type = columns.record_type("052")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0241")
    record_number: fields.NumberColumn = columns.number(18, 5, RECORD_NUMBER, Words("Fra 1.", "From 1."))
    group: fields.DigitsColumn = columns.group(23)
    customer: fields.CustomerColumn = columns.customer(28)
    mandate: fields.DigitsColumn = columns.mandate(43, default="0")
    filler_52 = columns.filler(52, 1)
    text: fields.TextColumn = columns.text(53, 60, Words("Tekstlinje", "Text"), private=True)
    filler_113 = columns.filler(113, 16)


class SlipTextLine(Record):
    """062: text that is printed on the slip only."""

    __slots__ = ()
    label = Words("Separat tekst", "Separate text")
    system = columns.system()
    record_type = columns.record_type("062")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction = columns.transaction("0241")
    record_number: fields.NumberColumn = columns.number(18, 5, RECORD_NUMBER, Words("Fra 1.", "From 1."))
    group: fields.DigitsColumn = columns.group(23)
    customer: fields.CustomerColumn = columns.customer(28)
    mandate: fields.DigitsColumn = columns.mandate(43, default="0")
    filler_52 = columns.filler(52, 1)
    text: fields.TextColumn = columns.text(53, 60, Words("Tekstlinje", "Text"), private=True)
    filler_113 = columns.filler(113, 16)


class SectionEnd(Record):
    """092."""

    __slots__ = ()
    label = Words("Sektion slut", "Section end")
    system = columns.system()
    record_type = columns.record_type("092")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"))
    filler_18 = columns.filler(18, 5, "0")
    group: fields.DigitsColumn = columns.group(23)
    filler_28 = columns.filler(28, 4)
    collections: fields.NumberColumn = columns.number(32, 11, COLLECTIONS, COUNTED)
    amount: fields.AmountColumn = columns.amount(43, 15, NET, COUNTED)
    texts: fields.NumberColumn = columns.number(58, 11, TEXTS, COUNTED)
    filler_69 = columns.filler(69, 15)
    names: fields.NumberColumn = columns.number(84, 11, NAMES, COUNTED)
    filler_95 = columns.filler(95, 34)


ADDRESS: dict[str, type[Record]] = {"00009": Postcode, "00010": Options}
ADDRESS |= dict.fromkeys(("00001", "00002", "00003", "00004", "00005"), AddressLine)
RECORDS: dict[str, Table] = {
    "022": (slice(17, 22), ADDRESS),
    "052": always(TextLine),
    "062": always(SlipTextLine),
}
OBSOLETE = Words("Udgået sektion", "Obsolete section")
DELIVERY = DeliveryType(
    number="0601",
    label=Words("Opkrævningsdata", "Collection data"),
    to_bs=True,
    section_start=SectionStart,
    section_end=SectionEnd,
    end=DeliveryEnd,
    sections={
        "0112": SectionType(
            "0112", Words("Opkrævninger", "Collections"), RECORDS | {"042": by_code({"0280": Collection})}
        ),
        "0117": SectionType(
            "0117", Words("Indbetalingskort", "Slips only"), RECORDS | {"042": by_code({"0285": Collection})}
        ),
        "0118": SectionType(
            "0118",
            Words("Indbetalingskort med egen betaleridentifikation", "Slips with the creditor's own payer ID"),
            RECORDS | {"042": always(Collection)},
        ),
        **{number: SectionType(number, OBSOLETE, obsolete=True) for number in ("0100", "0110", "0115")},
    },
)
