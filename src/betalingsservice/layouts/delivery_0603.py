"""0603, aftaleoplysninger: mandate information from BS to the creditor (betalingsservice.md 5.3, 5.4, 8, 10)."""

from betalingsservice import columns, fields
from betalingsservice.layouts.frame import DeliveryEnd, DeliveryType, SectionEnd, SectionType, by_code
from betalingsservice.records import Record
from betalingsservice.words import Words

ACTIVE, REGISTERED, ENDED_BY_BANK, ENDED_BY_CREDITOR, ENDED_BY_BS = "0230", "0231", "0232", "0233", "0234"
AS_TOLD = Words("Vises som oplyst; intet regnes ud af den (U4).", "Shown as told; nothing is computed of it (U4).")


class SectionStart(Record):
    """012."""

    __slots__ = ()
    label = Words("Sektion start", "Section start")
    system = columns.system()
    record_type = columns.record_type("012")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    section: fields.DigitsColumn = columns.digits(14, 4, Words("Sektionsnummer", "Section number"))
    filler_18 = columns.filler(18, 3)
    group: fields.DigitsColumn = columns.group(21)
    user_id: fields.TextColumn = columns.user_id(26)
    filler_41 = columns.filler(41, 9)
    delivered_on: fields.DayColumn = columns.day(50, Words("Leverancedato", "Delivery date"), default=None)
    filler_56 = columns.filler(56, 73)


class MandateLine(Record):
    """042 of sections 0210 and 0212. The meaning of both dates is open: keep them as they are (U4)."""

    __slots__ = ()
    label = Words("Betalingsaftale", "Mandate")
    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number: fields.DigitsColumn = columns.pbs_number()
    transaction: fields.CodeColumn = columns.code(
        14,
        (ACTIVE, REGISTERED, ENDED_BY_BANK, ENDED_BY_CREDITOR, ENDED_BY_BS),
        Words("Transaktionskode", "Transaction code"),
        Words(
            "0230 aktiv, 0231 tilmeldt, 0232 afmeldt af pengeinstitut, 0233 af kreditor, 0234 af Betalingsservice.",
            "0230 active, 0231 registered, 0232 cancelled by the bank, 0233 by the creditor, 0234 by Betalingsservice.",
        ),
    )
    filler_18 = columns.filler(18, 3, "0")
    group: fields.DigitsColumn = columns.group(21)
    customer: fields.ReturnedCustomerColumn = columns.returned_customer(26)
    mandate: fields.DigitsColumn = columns.mandate(41)
    told_on: fields.DayColumn = columns.day(50, Words("Dato", "Date"), AS_TOLD)
    ends_on: fields.DayColumn = columns.day(56, Words("Slutdato", "End date"), AS_TOLD, default=None)
    filler_62 = columns.filler(62, 67)


DELIVERY = DeliveryType(
    number="0603",
    label=Words("Aftaleoplysninger", "Mandate information"),
    to_bs=False,
    section_start=SectionStart,
    section_end=SectionEnd,
    end=DeliveryEnd,
    sections={
        "0210": SectionType(
            "0210",
            Words("Aktive betalingsaftaler", "Active mandates"),
            {"042": by_code({ACTIVE: MandateLine})},
        ),
        "0212": SectionType(
            "0212",
            Words("Til- og afmeldinger", "New and ended mandates"),
            {"042": by_code(dict.fromkeys((REGISTERED, ENDED_BY_BANK, ENDED_BY_CREDITOR, ENDED_BY_BS), MandateLine))},
        ),
        # 0219 reads like 0210 but is an agreement on e-slips: raw, so that it can never activate a customer.
        **{
            number: SectionType(number, Words("Udgået sektion", "Obsolete section"), obsolete=True)
            for number in ("0214", "0215", "0217", "0219")
        },
    },
)
