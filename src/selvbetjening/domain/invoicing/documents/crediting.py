"""What a credit note says, made from its original: parties and tax state are the original's (CRN-2, XB-26)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot, Line, VatGroup, VatInKroner
from selvbetjening.domain.invoicing.rules.totals import Group, Grouped
from selvbetjening.kernel.money import round_half_up


class Part(NamedTuple):
    """What is taken back of one line: where it stands in the original (0 is the first), its net, text and days."""

    place: int
    net_minor: int
    text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def categories_of(snapshot: dict[str, Any]) -> list[str]:
    """The VAT category of each line, in their order."""
    return [str(line["vat_category"]) for line in snapshot["lines"]]


def vat_of(snapshot: dict[str, Any]) -> dict[tuple[str, int], int]:
    """The VAT of each group of an invoice, by category and rate."""
    return {
        (group["vat_category"], group["vat_basis_points"] if group["vat_category"] == "S" else 0): group["vat_minor"]
        for group in snapshot["vat_groups"]
    }


def credit_snapshot(
    original: dict[str, Any],
    *,
    parts: Sequence[Part],
    summed: Grouped,
    number: int,
    issued_on: date,
    reason: str,
) -> InvoiceSnapshot:
    """The credit note's own snapshot, from the stored one of its invoice.

    What is credited whole is the original's line; a part of one is one piece at what is taken back of it.
    """
    invoice = InvoiceSnapshot.from_data(original)
    return replace(
        invoice,
        kind="credit_note",
        number=str(number),
        issued_on=issued_on,
        due_on=None,
        lines=tuple(_line(invoice.lines[part.place], part) for part in parts),
        vat_groups=tuple(map(_group, summed.groups)),
        net_minor=summed.net_minor,
        vat_minor=summed.vat_minor,
        total_minor=summed.total_minor,
        payment_terms="",
        note="",
        payment=None,
        explanation=(),
        original_number=invoice.number,
        original_date=invoice.issued_on,
        reason=reason,
        vat_in_kroner=_kroner(invoice, summed.vat_minor),
    )


def _group(group: Group) -> VatGroup:
    return VatGroup(
        vat_basis_points=group.vat_basis_points,
        vat_category=group.vat_category,  # type: ignore[arg-type]
        net_minor=group.net_minor,
        vat_minor=group.vat_minor,
    )


def _line(line: Line, part: Part) -> Line:
    if part.net_minor == line.net_minor and not part.text:
        return line
    has_days = part.starts_on is not None and part.ends_on is not None
    return replace(
        line,
        text=part.text or line.text,
        quantity=1,
        unit="",
        unit_price_minor=part.net_minor,
        net_minor=part.net_minor,
        discount_minor=0,
        starts_on=part.starts_on if has_days else line.starts_on,
        ends_on=part.ends_on if has_days else line.ends_on,
    )


def _kroner(invoice: InvoiceSnapshot, vat: int) -> VatInKroner | None:
    """The VAT in kroner at the rate of the original, as its share of the original's (INV-13)."""
    shown = invoice.vat_in_kroner
    if shown is None:
        return None
    return replace(shown, vat_minor=round_half_up(shown.vat_minor * vat, invoice.vat_minor) if invoice.vat_minor else 0)
