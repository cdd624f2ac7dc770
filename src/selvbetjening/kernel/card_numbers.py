"""Card numbers never touch us (GDP-7): free text that holds one is refused before anything keeps it."""

import re
from typing import Final

# Digits of any script that int() reads, with at most a few separators between two of them.
_DIGIT_RUN: Final = re.compile(r"\d(?:[\s.,/_\-\u00ad\u200b\u2010-\u2015]{0,3}\d){12,}")
_USUAL, _LONGEST = 16, 19


def holds_card_number(text: str) -> bool:
    """Whether 13 to 19 digits in a row, separators aside, have the check digit of a payment card.

    In a longer row the first 16 are looked at. One number in ten has the digit by chance, so a long reference may be
    refused now and then: that is the safer mistake.
    """
    for run in _DIGIT_RUN.finditer(text):
        digits = [int(sign) for sign in run[0] if sign.isdecimal()]
        if _luhn(digits if len(digits) <= _LONGEST else digits[:_USUAL]):
            return True
    return False


def _luhn(digits: list[int]) -> bool:
    # A row of one digit is no card, though zeros pass the check.
    if len(set(digits)) == 1 or digits[0] == 0:
        return False
    doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
