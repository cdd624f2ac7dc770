"""Numbers that must not be written where anybody may read them: payment cards and CPR (GDP-7, GDP-8, SEC-127). Pure."""

import re
from datetime import date
from typing import Final

from selvbetjening.kernel.law import law
from selvbetjening.kernel.wording import gettext_noop

#: Digits with single blanks, points or hyphens between them, not in the midst of a word or a longer number.
_LONG: Final = re.compile(r"(?<![\w+-])(?:\d[ .-]?){12,18}\d(?!\w)")
_CARD: Final = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[0-8]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
    r"|35\d{14}|6\d{15,18}"
)
_CPR: Final = re.compile(r"(?<![\w+-])(\d{2})(\d{2})(\d{2})[ -]?\d{4}(?![\w-])")


@law("GDP-7", source="databeskyttelsesforordningen art. 5, stk. 1, litra c; PCI DSS 3.2")
def has_card_number(*, text: str) -> bool:
    """Text with something that looks like a payment card's number is refused: length, beginning and check digit fit."""
    for match in _LONG.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if _CARD.fullmatch(digits) and _luhn(digits):
            return True
    return False


@law(
    "GDP-8",
    source="databeskyttelsesloven § 11",
    uncertain=gettext_noop("numbers without a check digit exist, so the date decides"),
)
def has_cpr_number(*, text: str) -> bool:
    """Text with something that looks like a CPR number is refused: nothing in this product needs one yet."""
    return any(_is_day(int(day), int(month)) for day, month, _ in _CPR.findall(text))


def _is_day(day: int, month: int) -> bool:
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
