"""What is particular about one invoice: days to pay, the buyer's own numbers, and words of its own. Pure."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an invoice says beside what its account and the company say.

    `days_to_pay` is None for the company's; `po_number` and `reference` stand in the place of the account's where they
    are given; `case_number` and `words` are printed in the note, below the account's own.
    """

    days_to_pay: int | None = None
    po_number: str = ""
    reference: str = ""
    case_number: str = ""
    words: tuple[str, ...] = ()


PLAIN: Final = Particulars()


def said_once(*, texts: tuple[str, ...]) -> str:
    """The texts without their empty lines, one below the other, each once."""
    lines = [" ".join(line.split()) for text in texts for line in text.splitlines()]
    return "\n".join(dict.fromkeys(filter(None, lines)))
