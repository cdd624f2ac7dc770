"""The columns that the tables are written with: the fields that return in many records, named and explained once."""

from typing import Any

from betalingsservice.fields import (
    NO_HELP,
    REQUIRED,
    AmountColumn,
    CodeColumn,
    ConstantColumn,
    CustomerColumn,
    CutTextColumn,
    DayColumn,
    DigitsColumn,
    FillerColumn,
    FreeFillerColumn,
    LongDayColumn,
    NumberColumn,
    ReturnedCustomerColumn,
    TextColumn,
)
from betalingsservice.words import Words

FILLER = Words("Filler", "Filler")
RESERVED = Words("Reserveret; bruges ikke.", "Reserved; not used.")


def system() -> ConstantColumn:
    """Positions 1-2 of every record."""
    return ConstantColumn(
        1, 2, Words("Systemidentifikation", "System"), Words("Hvis linje det er.", "Whose line it is."), allowed=("BS",)
    )


def record_type(value: str) -> ConstantColumn:
    """Positions 3-5 of every record."""
    return ConstantColumn(
        3, 3, Words("Datarecordtype", "Record type"), Words("Hvad linjen er.", "What the line is."), allowed=(value,)
    )


def constant(start: int, value: str, label: Words, help_text: Words = NO_HELP) -> ConstantColumn:
    """A field that is the same in every such record."""
    return ConstantColumn(start, len(value), label, help_text, allowed=(value,))


def filler(start: int, length: int, fill: str = " ") -> FillerColumn:
    """Reserved columns, written with `fill`; zeros and blanks are both read (17.2, 4)."""
    return FillerColumn(start, length, FILLER, RESERVED, default=fill * length)


def free_filler(start: int, length: int, fill: str = " ", help_text: Words = RESERVED) -> FreeFillerColumn:
    """Reserved columns in which anything is read."""
    return FreeFillerColumn(start, length, FILLER, help_text, default=fill * length)


def supplier(start: int = 6) -> DigitsColumn:
    """The data supplier's number, positions 6-13 of 002 and 992."""
    return DigitsColumn(
        start,
        8,
        Words("Dataleverandørnummer", "Data supplier number"),
        Words("CVR-nummeret på den, der sender og henter filer.", "The CVR number of whoever exchanges the files."),
        zero=False,
    )


def pbs_number(start: int = 6) -> DigitsColumn:
    """The creditor's number, positions 6-13 of every record between 002 and 992."""
    return DigitsColumn(
        start,
        8,
        Words("PBS-nummer", "PBS number"),
        Words("Kreditors nummer hos Betalingsservice, 8 cifre.", "The creditor's number, 8 digits."),
        zero=False,
    )


def section(*numbers: str) -> CodeColumn:
    """The section number, positions 14-17 of 012 and 092."""
    return CodeColumn(
        14,
        4,
        Words("Sektionsnummer", "Section number"),
        Words("Hvad sektionens linjer handler om.", "What the section's lines are about."),
        allowed=numbers,
    )


def transaction(*codes: str) -> CodeColumn:
    """The transaction code, positions 14-17 of 022, 042, 052 and 062."""
    return CodeColumn(
        14,
        4,
        Words("Transaktionskode", "Transaction code"),
        Words("Hvad der sker eller er sket.", "What happens or has happened."),
        allowed=codes,
    )


def group(start: int) -> DigitsColumn:
    """The debtor group."""
    return DigitsColumn(
        start,
        5,
        Words("Debitorgruppenummer", "Debtor group"),
        Words(
            "Debitorgruppen, der hører til PBS-nummeret, mest 00001.",
            "The debtor group that belongs to the PBS number, mostly 00001.",
        ),
        zero=False,
    )


def user_id(start: int) -> TextColumn:
    """The user's identification with the data supplier, free or blank."""
    return TextColumn(
        start,
        15,
        Words("Brugers identifikation hos dataleverandør", "User's ID with the data supplier"),
        Words("Fri tekst, der kommer igen i svarene; må være blank.", "Free text, echoed in answers; may be blank."),
        default="",
    )


CUSTOMER = Words("Kundenummer", "Customer number")
CUSTOMER_HELP = Words(
    "Op til 15 store bogstaver og cifre, venstrestillet, eller højrestillet med foranstillede nuller.",
    "Up to 15 capital letters and digits, left-aligned, or right-aligned with leading zeros.",
)


def customer(start: int) -> CustomerColumn:
    """A customer number as the creditor sends it."""
    return CustomerColumn(start, 15, CUSTOMER, CUSTOMER_HELP)


def returned_customer(start: int, *, blank: bool = False) -> ReturnedCustomerColumn:
    """A customer number as BS returns it: filled with zeros."""
    return ReturnedCustomerColumn(start, 15, CUSTOMER, CUSTOMER_HELP, blank=blank)


def mandate(start: int, *, default: Any = REQUIRED) -> DigitsColumn:
    """A mandate number; zeros = not stated. There is no check digit."""
    return DigitsColumn(
        start,
        9,
        Words("Aftalenummer", "Mandate number"),
        Words("Nummeret på betalingsaftalen; nuller, når det ikke er oplyst.", "The mandate; zeros when not stated."),
        default=default,
    )


def digits(
    start: int, length: int, label: Words, help_text: Words = NO_HELP, *, default: Any = REQUIRED, private: bool = False
) -> DigitsColumn:
    """Digits that are a name."""
    return DigitsColumn(start, length, label, help_text, default=default, private=private)


def number(
    start: int, length: int, label: Words, help_text: Words = NO_HELP, *, default: Any = REQUIRED
) -> NumberColumn:
    """A count."""
    return NumberColumn(start, length, label, help_text, default=default)


def amount(
    start: int, length: int, label: Words, help_text: Words = NO_HELP, *, default: Any = REQUIRED
) -> AmountColumn:
    """An amount in øre, unsigned."""
    return AmountColumn(start, length, label, help_text, default=default)


def day(
    start: int, label: Words, help_text: Words = NO_HELP, *, default: Any = REQUIRED, required: bool = False
) -> DayColumn:
    """ddmmyy; zeros = none unless it is required."""
    return DayColumn(start, 6, label, help_text, default=default, zero=not required)


def long_day(
    start: int, label: Words, help_text: Words = NO_HELP, *, default: Any = REQUIRED, required: bool = False
) -> LongDayColumn:
    """ddmmyyyy; zeros = none unless it is required."""
    return LongDayColumn(start, 8, label, help_text, default=default, zero=not required)


def text(
    start: int, length: int, label: Words, help_text: Words = NO_HELP, *, default: Any = REQUIRED, private: bool = False
) -> TextColumn:
    """Text."""
    return TextColumn(start, length, label, help_text, default=default, private=private)


def cut_text(start: int, length: int, label: Words, help_text: Words = NO_HELP, *, default: Any = "") -> CutTextColumn:
    """Text that the reference cuts to its field."""
    return CutTextColumn(start, length, label, help_text, default=default)


def code(start: int, allowed: tuple[str, ...], label: Words, help_text: Words = NO_HELP) -> CodeColumn:
    """One of a list."""
    return CodeColumn(start, len(allowed[0]), label, help_text, allowed=allowed)
