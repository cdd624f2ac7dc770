"""FIK type 71: which payment id an invoice gets, and which invoice a payment id belongs to."""

from typing import Final

from selvbetjening.kernel.law import law
from selvbetjening.kernel.numbers import fik_id, fik_id_is_valid, fik_line, read_fik_line

TYPE: Final = "71"
_PAYLOAD: Final = 14


class TooLong(ValueError):
    """The series prefix and the number together have more than 14 digits."""


@law("FIK-5", source="Betalingsservice, FI-kort vejledning", setting="fik_series_prefix")
def payload_of(*, prefix: str, number: int) -> str:
    """The 14 digits are the series prefix and the invoice's number, padded with zeros: it can be read back.

    Raises `TooLong`, and ValueError for a prefix that is not digits or a number below one.
    """
    if prefix and not (prefix.isascii() and prefix.isdigit()):
        raise ValueError("the prefix of a FIK series is digits")
    if number < 1:
        raise ValueError("an invoice's number begins with one")
    digits = str(number).zfill(_PAYLOAD - len(prefix))
    if len(prefix) + len(digits) != _PAYLOAD:
        raise TooLong(f"{prefix} and {number}")
    return prefix + digits


@law("FIK-5", source="Betalingsservice, FI-kort vejledning", setting="fik_series_prefix")
def number_of(*, payload: str, prefix: str) -> int:
    """The invoice's number of a payload of this series. ValueError for another series."""
    if len(payload) != _PAYLOAD or not payload.isdigit() or not payload.startswith(prefix):
        raise ValueError("not a payload of this series")
    return int(payload[len(prefix) :])


@law("FIK-1", source="Betalingsservice, FI-kort vejledning", setting="fik_line_blank")
def printed(*, payload: str, creditor: str, blank: bool = False) -> str:
    """The printed line is `+71<` 15 digits `+` creditor number `<`, with a blank only where the setting is on."""
    return fik_line(payload, creditor, blank=blank)


@law("FIK-1", source="Betalingsservice, FI-kort vejledning")
def read(*, line: str) -> tuple[str, str]:
    """A line is read with and without the blank: payload and creditor number. ValueError for anything else."""
    return read_fik_line(line)


@law("FIK-2", source="Betalingsservice, FI-kort vejledning")
def identifier(*, payload: str) -> str:
    """The 15 digits are the payload and its check digit by Luhn."""
    return fik_id(payload)


@law("FIK-2", source="Betalingsservice, FI-kort vejledning")
def is_identifier(*, text: str) -> bool:
    """Whether 15 digits end in their check digit."""
    return fik_id_is_valid(text)


@law("FIK-3", source="Betalingsservice, FI-kort vejledning")
def is_for_invoices(*, code: str) -> bool:
    """Invoices use type 71 alone: 73 has no id, 75 has sixteen digits and free text, 01, 04 and 15 are giro."""
    return code == TYPE


@law("FIK-4", source="Betalingsservice, FI-kort vejledning", setting="fik_creditor_number")
def is_creditor(*, text: str) -> bool:
    """A creditor number is eight digits from the bank; there is no check digit in it."""
    return len(text) == 8 and text.isascii() and text.isdigit()
