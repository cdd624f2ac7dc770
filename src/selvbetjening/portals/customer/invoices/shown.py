"""An invoice as the pages show it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from selvbetjening.domain.invoicing.documents.paying import how_to_pay
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.ports import LAID_OUT
from selvbetjening.kernel.formatting import format_count
from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.invoicing.queries import CreditNote, Invoice
    from selvbetjening.domain.invoicing.queries.electronic import EInvoiceDelivery
    from selvbetjening.domain.payments.rules.owing import OpenItem


@dataclass(frozen=True, slots=True)
class Shown:
    """One invoice; `badge` is paid, overdue or open, or ended where all of it is credited."""

    id: UUID
    number: int
    issued_on: date
    due_on: date
    net: Money
    vat: Money
    total: Money
    outstanding: Money
    badge: str
    badge_text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, excluding VAT (INV-7); its text, frozen at issue, says for which days."""

    text: str
    quantity: str
    unit_price: Money
    net: Money
    vat_percent: str


def shown(invoice: "Invoice", *, today: date) -> Shown:
    """Make it from a row; `today` is the Copenhagen day that decides whether it is overdue."""
    unpaid = not invoice.outstanding.is_zero
    credited = 0 < invoice.total_minor <= invoice.credited_minor
    badge = ("overdue" if invoice.due_on < today else "open") if unpaid else "paid"
    return Shown(
        id=invoice.id,
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        net=Money(invoice.net_minor, invoice.currency),
        vat=Money(invoice.vat_minor, invoice.currency),
        total=invoice.total,
        outstanding=invoice.outstanding,
        badge="ended" if credited else badge,
        badge_text=_("Credited") if credited else "",
    )


def open_badge(item: "OpenItem", *, today: date) -> tuple[str, str]:
    """Badge and words of an invoice that is not settled: what it waits for."""
    if item.now.is_zero:
        return "info", _("Disputed")
    if item.rest.is_zero:
        return "overdue", _("Fees left to pay")
    if item.in_plan:
        return "open", _("Paid in instalments")
    if item.is_overdue(today=today):
        return "overdue", _("Overdue, partly disputed") if item.disputed.minor else ""
    if item.disputed.minor:
        return "open", _("Partly disputed")
    return "open", _("Deferred") if item.deferred_until and today <= item.deferred_until else ""


def shown_note(note: "CreditNote") -> Shown:
    """A credit note in a list of documents: its amounts below nothing; what is left is what it may still pay."""
    return Shown(
        id=note.id,
        number=note.number,
        issued_on=note.issued_on,
        due_on=note.issued_on,
        net=-Money(note.net_minor, note.currency),
        vat=-Money(note.vat_minor, note.currency),
        total=-note.total,
        outstanding=-note.unused,
        badge="info",
        badge_text=_("Credit note"),
    )


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


def e_invoice_words(delivery: "EInvoiceDelivery | None") -> str:
    """Whether an invoice was sent as an e-invoice; empty where it is not sent that way (EIN-4)."""
    if delivery is None:
        return ""
    if delivery.state == "accepted" and delivery.reason == LAID_OUT:
        return _("Made ready to be sent to %(address)s") % {"address": delivery.address}
    words = {
        "waiting": _("Being sent to %(address)s"),
        "accepted": _("Sent to %(address)s"),
        "rejected": _("Could not be sent to %(address)s"),
        "failed": _("Could not be sent to %(address)s"),
    }
    return words[delivery.state] % {"address": delivery.address}


def ways_to_pay(invoice: "Invoice") -> list[str]:
    """How to pay it by hand, as frozen at issue, in the reader's words: what the company wrote, slip, account.

    What an invoice says of a card, or of Betalingsservice, is left out: that is asked when the page is drawn.
    """
    frozen = InvoiceSnapshot.from_data(invoice.snapshot)
    if frozen.payment:
        frozen = replace(frozen, payment=replace(frozen.payment, by_card=False, by_debit=False, debit_pbs_number=""))
    return [way for way in how_to_pay(frozen, language=language()) if way]
