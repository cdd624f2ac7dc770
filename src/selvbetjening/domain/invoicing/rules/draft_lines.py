"""What may wait for an invoice. Pure."""

from datetime import date

LONGEST_TEXT = 160
MOST_PIECES = 10_000
MOST_MINOR = 1_000_000_000


class Refused(Exception):
    """Nothing was changed; `reason` is `text`, `quantity`, `price`, `period`, `vat` or `gone`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_line(*, text: str, quantity: int, unit_price_minor: int, starts_on: date | None, ends_on: date | None) -> str:
    """A line says what it is for and costs something. Returns its text without needless blanks; raises `Refused`."""
    words = " ".join(text.split())
    if not 0 < len(words) <= LONGEST_TEXT:
        raise Refused("text")
    if not 0 < quantity <= MOST_PIECES:
        raise Refused("quantity")
    if not 0 < unit_price_minor <= MOST_MINOR or quantity * unit_price_minor > MOST_MINOR:
        raise Refused("price")
    if (starts_on is None) != (ends_on is None) or (starts_on and ends_on and starts_on >= ends_on):
        raise Refused("period")
    return words
