"""The lines of an invoice or a credit note as the pages show them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selvbetjening.kernel.formatting import format_count
from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.invoicing.queries import CreditNote, Invoice


@dataclass(frozen=True, slots=True)
class Line:
    """One line, excluding VAT (INV-7); its text, frozen at issue, says for which days."""

    text: str
    quantity: str
    unit_price: Money
    net: Money
    vat_percent: str


def lines_of(invoice: "Invoice | CreditNote") -> list[Line]:
    """The lines of a document that was read with them."""
    return [
        Line(
            text=line.text,
            quantity=format_count(line.quantity),
            unit_price=Money(line.unit_price_minor, invoice.currency),
            net=Money(line.net_minor, invoice.currency),
            vat_percent=percent(line.vat_basis_points),
        )
        for line in invoice.lines.all()
    ]


def percent(basis_points: int) -> str:
    """2500 → "25 %", 1250 → "12,5 %" in Danish and "12.5 %" in English."""
    whole, rest = divmod(basis_points, 100)
    point = "," if language() == "da" else "."
    text = f"{whole}{point}{rest:02d}".rstrip("0") if rest else str(whole)
    return f"{text}\N{NO-BREAK SPACE}%"
