"""Whether a line of an answer can be booked: what Betalingsservice sends may have signs that no field of it has.

Such a sign is only a warning to the library (17.2), so it must be met before something is made of the field. Pure.
"""

from typing import Final

from betalingsservice.fields import UnreadableError
from betalingsservice.layouts.delivery_0602 import AutomaticPayment, SlipPayment
from betalingsservice.layouts.delivery_0603 import MandateLine
from betalingsservice.layouts.delivery_0621 import FirstHalf, SecondHalf
from betalingsservice.records import Record

_PAYMENT: Final = ("customer", "transaction", "due_on", "reference", "amount", "paid", "paid_on", "booked_on")
#: What is read of a line, by its table; of the others their raw characters are kept.
_READ: Final[tuple[tuple[type[Record], tuple[str, ...]], ...]] = (
    (AutomaticPayment, _PAYMENT),
    (SlipPayment, _PAYMENT),
    (MandateLine, ("customer", "transaction", "mandate")),
    (
        FirstHalf,
        ("customer", "transaction", "mandate", "payment_on", "processed_on", "collections", "second_count", "amount"),
    ),
    (SecondHalf, ("text_number", "text")),
)


def is_readable(*, line: Record) -> bool:
    """Whether every field that is booked can be read, and nothing is kept that a database cannot (NUL)."""
    if line.is_clean:
        return True
    kept = line.raw[:17] if isinstance(line, AutomaticPayment | SlipPayment) else line.raw
    if "\0" in kept:
        return False
    names = next((names for table, names in _READ if isinstance(line, table)), ())
    try:
        for name in names:
            getattr(line, name)
    except UnreadableError:
        return False
    return True
