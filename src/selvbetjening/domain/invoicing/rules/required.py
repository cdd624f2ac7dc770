"""What must stand on an invoice before it may go out (momsbekendtgørelsen § 58, and § 64 for the simplified one)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.law import law
from selvbetjening.kernel.numbers import normalise_cvr

SIMPLIFIED_LIMIT_MINOR: Final = 300_000
"""3,000 kroner in øre, the most that a simplified invoice to a consumer may come to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Name and address of somebody who stands on an invoice, and the registration number."""

    name: str
    number: str = ""
    address_line: str = ""
    postal_code: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of an invoice. Amounts in minor units; the days are half-open and both or none."""

    text: str
    quantity: int
    unit_price_minor: int
    net_minor: int
    discount_minor: int = 0
    starts_on: date | None = None
    ends_on: date | None = None


@law("INV-1", source="momsbekendtgørelsen § 58, stk. 1, nr. 1")
def issue_day(*, at: datetime) -> date:
    """The day of issue is the day in Copenhagen, whatever the server's clock is set to."""
    return copenhagen_day(at)


@law("INV-2", source="momsbekendtgørelsen § 58, stk. 1, nr. 2")
def is_sequential(*, numbers: Sequence[int]) -> bool:
    """The numbers of a series follow each other by one, so that each names one document and none is left out."""
    return all(later == earlier + 1 for earlier, later in pairwise(numbers))


@law("INV-3", source="momsbekendtgørelsen § 58, stk. 1, nr. 3-4")
def missing_of_seller(*, seller: Party) -> tuple[str, ...]:
    """Nobody issues invoices without registration number, name and address: the codes of what is missing."""
    number = normalise_cvr(seller.number)
    lacking = _missing(seller)
    return lacking if len(number) == 8 and number.isdigit() else ("number", *lacking)


@law("INV-4", source="momsbekendtgørelsen § 58, stk. 1, nr. 4", party="business_and_public")
def missing_of_buyer(*, buyer: Party, party_type: str) -> tuple[str, ...]:
    """Name and address of a company or public body must stand on its invoice; of a consumer what is known does."""
    return ("name",) * (not buyer.name.strip()) if party_type == "consumer" else _missing(buyer)


@law("INV-5", source="momsbekendtgørelsen § 58, stk. 1, nr. 5-6")
@law("INV-7", source="momsbekendtgørelsen § 58, stk. 1, nr. 8")
def missing_of_line(*, row: Row) -> tuple[str, ...]:
    """A line says what it is and how many, and its price less its discount is its net, excluding VAT.

    A line for a part of a period costs less than its unit price says; its days explain that.
    """
    codes = [] if row.text.strip() else ["text"]
    if row.quantity == 0:
        codes.append("quantity")
    gross = row.quantity * row.unit_price_minor
    if row.starts_on is None and gross - row.discount_minor != row.net_minor:
        codes.append("net")
    return tuple(codes)


@law("INV-6", source="momsbekendtgørelsen § 58, stk. 1, nr. 7")
def shows_period(*, starts_on: date | None, ends_on: date | None, issued_on: date) -> bool:
    """The period of a service is printed on its line unless it is the day of issue alone."""
    return (
        starts_on is not None
        and ends_on is not None
        and not (starts_on == issued_on and (ends_on - starts_on).days == 1)
    )


@law("INV-10", source="momsbekendtgørelsen § 64", party="consumer", setting="simplified_invoice_limit")
def is_enough(
    *, missing: Sequence[str], party_type: str, total_minor: int, limit_minor: int = SIMPLIFIED_LIMIT_MINOR
) -> bool:
    """The full set is always printed; where the buyer's part of it is missing, a small sale to a consumer passes.

    `missing` are codes such as `seller.number`, `buyer.city`, `line.text`.
    """
    simplified = party_type == "consumer" and abs(total_minor) <= limit_minor
    return not [code for code in missing if not (simplified and code.startswith("buyer."))]


def _missing(party: Party) -> tuple[str, ...]:
    parts = (
        ("name", party.name),
        ("address_line", party.address_line),
        ("postal_code", party.postal_code),
        ("city", party.city),
    )
    return tuple(code for code, value in parts if not value.strip())
