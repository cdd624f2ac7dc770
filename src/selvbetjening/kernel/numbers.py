"""Numbers with a check digit: CVR, EAN/GLN and the Danish payment slip's FIK line.

The check of CVR is for warnings only (XB-27), that of EAN too, but of a public body (PTY-3).
"""

import re

_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_FIK_71 = re.compile(r"\+71<([0-9]{15}) ?\+([0-9]{8})<")


def normalise_cvr(text: str) -> str:
    """Strip blanks and a leading DK: `DK 12 34 56 74` → `12345674`. Checks nothing."""
    return "".join(text.split()).upper().removeprefix("DK")


def cvr_is_valid(text: str) -> bool:
    """PTY-2: eight digits whose weighted sum is divisible by 11."""
    return _is_digits(text, 8) and _weighted(text, _CVR_WEIGHTS) % 11 == 0


def ean_is_valid(text: str) -> bool:
    """PTY-3: thirteen digits, GS1 modulus 10 with weights 1, 3 from the left."""
    return _is_digits(text, 13) and _weighted(text, (1, 3) * 6 + (1,)) % 10 == 0


def fik_check_digit(payload: str) -> str:
    """FIK-2: the check digit of a 14-digit payload: Luhn, from the right weights 2, 1, 2, 1. Raises ValueError."""
    if not _is_digits(payload, 14):
        raise ValueError("a FIK 71 payload has 14 digits")
    products = (int(digit) * weight for digit, weight in zip(payload, (1, 2) * 7, strict=True))
    return str(-sum(product // 10 + product % 10 for product in products) % 10)


def fik_id(payload: str) -> str:
    """FIK-2: the 15 digits printed: payload and check digit. Raises ValueError."""
    return payload + fik_check_digit(payload)


def fik_id_is_valid(text: str) -> bool:
    """FIK-2: whether the 15 digits end in their check digit."""
    return _is_digits(text, 15) and fik_check_digit(text[:14]) == text[14]


def fik_line(payload: str, creditor: str, *, blank: bool = False) -> str:
    """FIK-1: the line `+71<…+…<` of a payload (14 digits) and an FI creditor number (8 digits, FIK-4).

    `blank` puts a blank before the second plus (setting `fik_line_blank`). Raises ValueError.
    """
    if not _is_digits(creditor, 8):
        raise ValueError("an FI creditor number has 8 digits")
    return f"+71<{fik_id(payload)}{' ' if blank else ''}+{creditor}<"


def read_fik_line(line: str) -> tuple[str, str]:
    """FIK-1: payload and creditor number of a printed line, with or without the blank. Raises ValueError."""
    match = _FIK_71.fullmatch(line.strip())
    if match is None or not fik_id_is_valid(match[1]):
        raise ValueError("not a FIK 71 line")
    return match[1][:14], match[2]


def _is_digits(text: str, length: int) -> bool:
    # str.isdigit alone also takes superscripts and other alphabets' digits.
    return len(text) == length and text.isascii() and text.isdigit()


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
