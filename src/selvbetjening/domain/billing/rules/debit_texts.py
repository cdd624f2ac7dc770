"""What the payer reads on the payment overview about an invoice: what it is for, in lines that fit (pure).

Of 60 characters each (betalingsservice.md 6.5); the direct debit app wraps what is longer, nothing is cut. A line with
a sign that cannot be written there stands on the invoice only: no emoji keeps an invoice from being collected.
"""

from collections.abc import Sequence
from typing import Final

from betalingsservice.encoding import NotLatinError, transliterated
from selvbetjening.kernel.formatting import Language

#: The overview is paper, and each line is priced: what comes after these stands on the invoice.
MOST: Final = 6
_WORDS: Final = {
    "da": (
        "Faktura {number} fra {company}", "Faktura {number}", "og {count} linjer mere på fakturaen",
        "Rykkergebyr og renter er med",
    ),
    "en": (
        "Invoice {number} from {company}", "Invoice {number}", "and {count} more lines on the invoice",
        "Fees and interest included",
    ),
}  # fmt: skip


def overview_lines(
    *, number: int, company: str, lines: Sequence[str], with_claims: bool, language: Language
) -> tuple[str, ...]:
    """The invoice's number first, then what it is for; `with_claims` says that more than the invoice is collected."""
    first, alone, more, claims = _WORDS[language]
    said = [line for line in lines if line.strip()]
    shown = [line for line in said[:MOST] if _can_be_written(line)]
    found = [(first if _can_be_written(company) else alone).format(number=number, company=company), *shown]
    if left := len(said) - len(shown):
        found.append(more.format(count=left))
    if with_claims:
        found.append(claims)
    return tuple(found)


def _can_be_written(text: str) -> bool:
    try:
        transliterated(text)
    except NotLatinError:
        return False
    return True
