"""Our own references at a gateway: short, unique in the gateway's account, never used again (gateways.md 3.2). Pure."""

from typing import Final, Literal

#: `F` an invoice is paid or charged, `S` a card is saved, `R` money goes back.
Prefix = Literal["F", "S", "R"]
LENGTH: Final = 10
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def reference(*, prefix: Prefix, serial: int) -> str:
    """The prefix and the serial number in base 36, upper case, ten characters in all: `F0000000A1`.

    Raises ValueError for a serial below one, or one that needs more than nine digits.
    """
    digits, rest = "", serial
    while rest > 0:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    if not digits or len(digits) >= LENGTH:
        raise ValueError(f"no reference for the serial {serial}")
    return prefix + digits.rjust(LENGTH - 1, "0")


def is_ours(*, text: str) -> bool:
    """Whether it is shaped as our references are; who else writes into the same gateway account writes others."""
    return len(text) == LENGTH and text[:1] in ("F", "S", "R") and all(digit in _DIGITS for digit in text[1:])
