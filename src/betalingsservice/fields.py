"""What a field of a line is: its place, its type, what may stand in it, and how it becomes a value and back.

Source: betalingsservice.md section 4. A column is data first (start, length, kind, allowed values), and a descriptor:
on a record it gives the value, on the record's class itself. Positions are 1-based, as in the reference.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from betalingsservice.words import Words

T = TypeVar("T")
NO_HELP = Words("", "")
REQUIRED: Any = ...  # the default of a field that must be given
TEXT_CLASS = "[ -~\xa0-\xff]"
CUSTOMER_CLASS = "[0-9A-ZÆØÅ]"
_DAY_AND_MONTH = "(?:(?:0[1-9]|1[0-9]|2[0-8])(?:0[1-9]|1[0-2])|(?:29|30)(?:0[13-9]|1[0-2])|31(?:0[13578]|1[02]))"
_YEAR = "[0-9]{2}"
_LEAP_YEAR = "(?:[02468][048]|[13579][26])"  # 20yy: 2000 is one, 2100 is out of reach


class Kind(StrEnum):
    """How a field is written and what its value is."""

    CONSTANT = "constant"  # the same in every such line
    FILLER = "filler"  # reserved; blanks or zeros
    CODE = "code"  # one of `allowed`
    DIGITS = "digits"  # a number as a name: its leading zeros belong to it
    NUMBER = "number"  # a count
    AMOUNT = "amount"  # øre, unsigned
    DATE6 = "date6"  # ddmmyy, zeros = none
    DATE8 = "date8"  # ddmmyyyy, zeros = none
    TEXT = "text"
    CUSTOMER = "customer"  # capital letters and digits without a gap


class UnreadableError(ValueError):
    """A field whose content is not what the table says; the reader has a finding about it."""


class DoesNotFitError(ValueError):
    """A value that a field cannot hold: nothing is cut and nothing is guessed."""

    def __init__(self, column: "Column[Any]", why: Words) -> None:
        super().__init__(f"{column.name} ({column.start},{column.length}): {why.en}")
        self.column, self.why = column, why


class Column(Generic[T]):
    """One field of a line. `allowed` is for constants and codes, `zero` whether all zeros may stand there, `blank`
    whether blanks may, `private` that no finding may quote it (17.2, 6: names, CPR, account numbers).
    """

    kind: ClassVar[Kind]
    name: str = ""

    def __init__(
        self,
        start: int,
        length: int,
        label: Words,
        help_text: Words = NO_HELP,
        *,
        allowed: tuple[str, ...] = (),
        default: Any = REQUIRED,
        zero: bool = True,
        blank: bool = False,
        private: bool = False,
    ) -> None:
        self.start, self.length, self.label, self.help_text = start, length, label, help_text
        self.allowed, self.default, self.zero, self.blank, self.private = allowed, default, zero, blank, private
        self.place = slice(start - 1, start - 1 + length)
        self.pattern = self._pattern()
        self.matches = re.compile(self.pattern).fullmatch

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Any, owner: type) -> T: ...
    def __get__(self, record: Any, owner: type) -> Self | T:
        return self if record is None else self.decode(record.raw[self.place])

    def __set__(self, record: object, value: T) -> None:
        raise AttributeError(f"{self.name}: a record is not changed; make another one")

    @property
    def type(self) -> str:
        """N (right-aligned, leading zeros) or X (left-aligned, trailing blanks), as the reference writes it."""
        if self.allowed:
            return "N" if all(value.isdigit() for value in self.allowed) else "X"
        return "X" if self.kind in {Kind.TEXT, Kind.CUSTOMER} else "N"

    @property
    def end(self) -> int:
        """The last position, 1-based."""
        return self.start + self.length - 1

    def decode(self, raw: str) -> T:
        """The value of `length` characters. Raises UnreadableError."""
        if self.matches(raw) is None:
            raise UnreadableError(f"{self.name} ({self.start},{self.length}) cannot be read")
        return self._value(raw)

    def encode(self, value: T) -> str:
        """The characters of a value, exactly `length` of them. Raises DoesNotFitError."""
        raw = self._text(value)
        if len(raw) > self.length:
            raise DoesNotFitError(
                self, Words(f"højst {self.length} tegn er plads til", f"there is room for {self.length} characters")
            )
        if self.matches(raw) is None:
            raise DoesNotFitError(self, Words("indholdet kan ikke stå her", "the content cannot stand here"))
        return raw

    def _pattern(self) -> str:
        raise NotImplementedError

    def _value(self, raw: str) -> T:
        raise NotImplementedError

    def _text(self, value: T) -> str:
        raise NotImplementedError

    def _digits_pattern(self) -> str:
        digits = f"[0-9]{{{self.length}}}"
        pattern = digits if self.zero else f"(?!0{{{self.length}}}){digits}"
        return f"(?:{pattern}| {{{self.length}}})" if self.blank else pattern


class TextColumn(Column[str]):
    """X: printable characters of ISO 8859-1. Trailing blanks are not part of the value."""

    kind = Kind.TEXT

    def _pattern(self) -> str:
        return f"{TEXT_CLASS}{{{self.length}}}"

    def _value(self, raw: str) -> str:
        return raw.rstrip(" ")

    def _text(self, value: str) -> str:
        return value.ljust(self.length)


class CutTextColumn(TextColumn):
    """X that the reference cuts: a slip's reference is the first nine characters of the creditor's."""

    def _text(self, value: str) -> str:
        return value[: self.length].ljust(self.length)


class CustomerColumn(Column[str]):
    """A customer number: left-aligned with trailing blanks, or right-aligned with leading zeros (section 2).

    `filled` is for deliveries from BS: what is written is filled with zeros to 15.
    """

    kind = Kind.CUSTOMER
    filled = False

    def _pattern(self) -> str:
        lengths = range(self.length, 0, -1)
        some = "|".join(f"{CUSTOMER_CLASS}{{{size}}} {{{self.length - size}}}" for size in lengths)
        nothing = "|".join(f"0{{{size}}} {{{self.length - size}}}" for size in lengths)
        blank = f"| {{{self.length}}}" if self.blank else ""
        return f"(?:(?!{nothing})(?:{some}){blank})"

    def _value(self, raw: str) -> str:
        return raw.rstrip(" ")

    def _text(self, value: str) -> str:
        return value.ljust(self.length)


class ReturnedCustomerColumn(CustomerColumn):
    """A customer number in a delivery from BS: right-aligned, filled with zeros."""

    filled = True

    def _text(self, value: str) -> str:
        return value.rjust(self.length, "0") if value or not self.blank else " " * self.length


class DigitsColumn(Column[str]):
    """N that is a name, such as a PBS number: the value keeps its leading zeros."""

    kind = Kind.DIGITS

    def _pattern(self) -> str:
        return self._digits_pattern()

    def _value(self, raw: str) -> str:
        return raw

    def _text(self, value: str) -> str:
        return value.rjust(self.length, "0")


class NumberColumn(Column[int]):
    """N that is a count."""

    kind = Kind.NUMBER

    def _pattern(self) -> str:
        return self._digits_pattern()

    def _value(self, raw: str) -> int:
        return int(raw) if raw.strip() else 0

    def _text(self, value: int) -> str:
        return f"{value:0{self.length}}"


class AmountColumn(NumberColumn):
    """N in øre."""

    kind = Kind.AMOUNT


class DayColumn(Column[date | None]):
    """A date of 6 or 8 digits, zeros = none; years are 20yy."""

    kind = Kind.DATE6

    def _pattern(self) -> str:
        century = "20" if self.length == 8 else ""
        leap = f"2902{century}{_LEAP_YEAR}"
        none = f"|0{{{self.length}}}" if self.zero else ""
        return f"(?:{_DAY_AND_MONTH}{century}{_YEAR}|{leap}{none})"

    def _value(self, raw: str) -> date | None:
        return None if raw.startswith("00") else date(2000 + int(raw[-2:]), int(raw[2:4]), int(raw[:2]))

    def _text(self, value: date | None) -> str:
        if value is None:
            return "0" * self.length
        year = f"{value.year:04}"
        if not year.startswith("20"):
            raise DoesNotFitError(self, Words("årstallet skal være 20åå", "the year must be 20yy"))
        return f"{value.day:02}{value.month:02}{year[-(self.length - 4) :]}"


class LongDayColumn(DayColumn):
    """ddmmyyyy."""

    kind = Kind.DATE8


class CodeColumn(Column[str]):
    """One of a list."""

    kind = Kind.CODE

    def _pattern(self) -> str:
        return f"(?:{'|'.join(re.escape(value) for value in self.allowed)})"

    def _value(self, raw: str) -> str:
        return raw

    def _text(self, value: str) -> str:
        return value


class ConstantColumn(CodeColumn):
    """The same in every such line."""

    kind = Kind.CONSTANT


class FillerColumn(TextColumn):
    """Reserved: written as `default`; zeros or blanks are accepted whichever is written, anything where `free`."""

    kind = Kind.FILLER
    free = False

    def _pattern(self) -> str:
        return f"(?: {{{self.length}}}|0{{{self.length}}})"

    def _value(self, raw: str) -> str:
        return raw

    @property
    def type(self) -> str:
        return "N" if str(self.default).startswith("0") else "X"


class FreeFillerColumn(FillerColumn):
    """Reserved, and whatever stands there is accepted (formerly a field, or a meaning that is open)."""

    free = True

    def _pattern(self) -> str:
        return f"{TEXT_CLASS}{{{self.length}}}"
