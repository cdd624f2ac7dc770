"""Lines of a snapshot as EN 16931 wants them: no negative price, and quantity times price is the line's net."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot, Line, VatCategory, VatGroup

_UNITS: Final = {
    "md.": "MON", "md": "MON", "måned": "MON", "måneder": "MON", "month": "MON", "months": "MON",
    "år": "ANN", "year": "ANN", "years": "ANN",
    "dag": "DAY", "dage": "DAY", "day": "DAY", "days": "DAY",
    "uge": "WEE", "uger": "WEE", "week": "WEE", "weeks": "WEE",
    "time": "HUR", "timer": "HUR", "hour": "HUR", "hours": "HUR",
}  # fmt: skip
_PIECE: Final = "C62"


@dataclass(frozen=True, slots=True)
class Priced:
    """`quantity` times `price_minor` for each `base` units, less `discount_minor`, is the net; only it is negative."""

    quantity: int
    base: int
    price_minor: int
    discount_minor: int


def priced(line: Line) -> Priced:
    """The line without rounding: what does not divide is given as the price of the whole quantity."""
    discount = line.discount_minor if line.discount_minor > 0 and line.net_minor >= 0 else 0
    gross = line.net_minor + discount
    count = abs(line.quantity) or 1
    sign = -1 if gross < 0 else 1
    if abs(line.unit_price_minor) * count == abs(gross):
        return Priced(sign * count, 1, abs(line.unit_price_minor), discount)
    return Priced(sign * count, count, abs(gross), discount)


def unit_of(line: Line) -> str:
    """The unit's code (UN/ECE recommendation 20); a piece where the words are not known."""
    return _UNITS.get(line.unit.strip().lower(), _PIECE)


def days_of(line: Line) -> tuple[date, date] | None:
    """First and last day of the service period, both included, as e-invoices count."""
    return (line.starts_on, line.ends_on - timedelta(days=1)) if line.starts_on and line.ends_on else None


def category_in(snapshot: InvoiceSnapshot, category: VatCategory) -> VatCategory:
    """The category to write. What is outside VAT may not stand beside anything else (BR-O-11): then it is exempt."""
    alone = all(group.vat_category == "O" for group in snapshot.vat_groups)
    return "E" if category == "O" and not alone else category


def groups_of(snapshot: InvoiceSnapshot) -> list[VatGroup]:
    """One subtotal for each category and rate as it is written, in the snapshot's order."""
    sums: dict[tuple[VatCategory, int], tuple[int, int]] = {}
    for group in snapshot.vat_groups:
        category = category_in(snapshot, group.vat_category)
        key = (category, group.vat_basis_points if category == "S" else 0)
        net, vat = sums.get(key, (0, 0))
        sums[key] = (net + group.net_minor, vat + group.vat_minor)
    return [
        VatGroup(vat_category=category, vat_basis_points=rate, net_minor=net, vat_minor=vat)
        for (category, rate), (net, vat) in sums.items()
    ]
