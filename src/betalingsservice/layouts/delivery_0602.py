"""0602, betalingsoplysninger: payment information from BS to the creditor (betalingsservice.md 5.3, 5.4, 7)."""

from betalingsservice import columns, fields
from betalingsservice.layouts.frame import DeliveryEnd, DeliveryType, SectionEnd, SectionType, by_code
from betalingsservice.records import Record
from betalingsservice.words import Words

DUE = Words("Betalingsdato som opkrævet", "Due date as collected")
SIGN = Words("Fortegnskode", "Sign code")
SIGN_HELP = Words("1 opkrævning, 2 udbetaling, 0 intet beløb.", "1 collection, 2 disbursement, 0 no amount.")
COLLECTED = Words("Opkrævet beløb i øre", "Amount collected in øre")
REFERENCE = Words("Kreditors reference", "Creditor's reference")
PAID_ON = Words("Betalingsdato", "Payment date")
BOOKED_ON = Words("Bogføringsdato", "Bookkeeping date")
PAID = Words("Indbetalt beløb i øre", "Amount paid in øre")

COMPLETED, REJECTED, CANCELLED, CHARGED_BACK = "0236", "0237", "0238", "0239"
SLIP_PAID, SLIP_CHARGED_BACK = "0297", "0299"


class SectionStart(Record):
    """012."""

    __slots__ = ()
    label = Words("Sektion start", "Section start")
    system = columns.system()
    record_type = columns.record_type("012")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"))
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    user_id: fields.TextColumn = columns.user_id(26)
    filler_41 = columns.filler(41, 9)
    delivered_on: fields.DayColumn = columns.day(50, Words("Leverancedato", "Delivery date"), default=None)
    filler_56 = columns.filler(56, 73)


class AutomaticPayment(Record):
    """042 of section 0211: what happened to an automatic payment. No reason is given for 0237 and 0239 (U21)."""

    __slots__ = ()
    label = Words("Automatisk betaling", "Automatic payment")
    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction: fields.CodeColumn = columns.code(
        14,
        (COMPLETED, REJECTED, CANCELLED, CHARGED_BACK),
        Words("Transaktionskode", "Transaction code"),
        Words(
            "0236 gennemført, 0237 afvist, 0238 afmeldt, 0239 tilbageført. Der oplyses ingen årsag.",
            "0236 completed, 0237 rejected, 0238 cancelled, 0239 charged back. No reason is given.",
        ),
    )
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    customer: fields.ReturnedCustomerColumn = columns.returned_customer(26)
    mandate: fields.DigitsColumn = columns.mandate(41)
    due_on: fields.DayColumn = columns.day(50, DUE)
    sign: fields.CodeColumn = columns.code(56, ("1", "2", "0"), SIGN, SIGN_HELP)
    amount: fields.AmountColumn = columns.amount(57, 13, COLLECTED)
    reference: fields.TextColumn = columns.text(70, 30, REFERENCE, Words("Som sendt.", "As sent."), default="")
    filler_100 = columns.filler(100, 4)
    paid_on: fields.DayColumn = columns.day(
        104, PAID_ON, Words("Eller dag for tilbageførsel; nuller ved 0237.", "Or of the charge-back; zeros for 0237.")
    )
    booked_on: fields.DayColumn = columns.day(110, BOOKED_ON, Words("Nuller ved 0237.", "Zeros for 0237."))
    paid: fields.AmountColumn = columns.amount(
        116, 13, PAID, Words("Eller tilbageført beløb; 0 ved 0237.", "Or charged back; 0 for 0237.")
    )


class SlipPayment(Record):
    """042 of section 0215: a payment by slip."""

    __slots__ = ()
    label = Words("Indbetaling med indbetalingskort", "Payment by slip")
    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction: fields.CodeColumn = columns.code(
        14,
        (SLIP_PAID, SLIP_CHARGED_BACK),
        Words("Transaktionskode", "Transaction code"),
        Words("0297 gennemført, 0299 tilbageført.", "0297 paid, 0299 charged back."),
    )
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    filler_26 = columns.filler(26, 4, "0")
    customer: fields.ReturnedCustomerColumn = columns.returned_customer(30)
    card_type: fields.DigitsColumn = columns.digits(
        45, 2, Words("Kortart", "Card type"), Words("Mest 71.", "Mostly 71."), default="71"
    )
    fee_sign: fields.CodeColumn = columns.code(
        47, ("0", "1"), Words("Gebyr, fortegn", "Fee flag"), Words("1: gebyr opkrævet.", "1: a fee was charged.")
    )
    fee: fields.AmountColumn = columns.amount(48, 5, Words("Gebyr i øre", "Fee in øre"), default=0)
    due_on: fields.DayColumn = columns.day(53, DUE)
    sign: fields.CodeColumn = columns.code(59, ("1", "2", "0"), SIGN, SIGN_HELP)
    amount: fields.AmountColumn = columns.amount(60, 13, Words("Kortets beløb i øre", "Amount on the slip in øre"))
    reference: fields.CutTextColumn = columns.cut_text(
        73,
        9,
        REFERENCE,
        Words("De første 9 tegn af den sendte.", "The first 9 characters of what was sent."),
        default="",
    )
    archive_reference: fields.TextColumn = columns.text(
        82, 22, Words("Arkivreference", "Archive reference"), Words("Bankens nummer.", "The bank's number."), default=""
    )
    paid_on: fields.DayColumn = columns.day(104, PAID_ON, Words("Dagen der er betalt.", "The day it was paid."))
    booked_on: fields.DayColumn = columns.day(
        110, BOOKED_ON, Words("Dagen den er bogført.", "The day it was credited.")
    )
    paid: fields.AmountColumn = columns.amount(
        116, 13, PAID, Words("Kan afvige fra kortets beløb.", "May differ from the amount on the slip.")
    )


DELIVERY = DeliveryType(
    number="0602",
    label=Words("Betalingsoplysninger", "Payment information"),
    to_bs=False,
    section_start=SectionStart,
    section_end=SectionEnd,
    end=DeliveryEnd,
    sections={
        "0211": SectionType(
            "0211",
            Words("Automatiske betalinger", "Automatic payments"),
            {"042": by_code(dict.fromkeys((COMPLETED, REJECTED, CANCELLED, CHARGED_BACK), AutomaticPayment))},
        ),
        "0215": SectionType(
            "0215",
            Words("Indbetalinger med indbetalingskort", "Payments by slip"),
            {"042": by_code(dict.fromkeys((SLIP_PAID, SLIP_CHARGED_BACK), SlipPayment))},
        ),
    },
)
