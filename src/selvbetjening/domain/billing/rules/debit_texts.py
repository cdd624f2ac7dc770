"""What the payer reads on the payment overview about an invoice: what it is for, in lines that fit (pure).

Of 60 characters each (betalingsservice.md 6.5); the direct debit app wraps what is longer, nothing is cut.
"""

from collections.abc import Sequence
from typing import Final

from selvbetjening.kernel.formatting import Language

#: The overview is paper, and each line is priced: what comes after these stands on the invoice.
MOST: Final = 6
_WORDS: Final = {
    "da": ("Faktura {number} fra {company}", "og {count} linjer mere på fakturaen", "Rykkergebyr og renter er med"),
    "en": ("Invoice {number} from {company}", "and {count} more lines on the invoice", "Fees and interest included"),
}


def overview_lines(
    *, number: int, company: str, lines: Sequence[str], with_claims: bool, language: Language
) -> tuple[str, ...]:
    """The invoice's number first, then what it is for; `with_claims` says that more than the invoice is collected."""
    first, more, claims = _WORDS[language]
    found = [first.format(number=number, company=company), *(line for line in lines[:MOST] if line.strip())]
    if len(lines) > MOST:
        found.append(more.format(count=len(lines) - MOST))
    if with_claims:
        found.append(claims)
    return tuple(found)
