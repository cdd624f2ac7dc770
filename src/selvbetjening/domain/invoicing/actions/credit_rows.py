"""The rows of a credit note, before they are stored."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from selvbetjening.domain.invoicing.documents.crediting import Part, credit_snapshot
from selvbetjening.domain.invoicing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from selvbetjening.domain.invoicing.rules.totals import Grouped
from selvbetjening.kernel.formatting import format_period, language_of
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.periods import Period

_LONGEST_TEXT = 200


class Given(NamedTuple):
    """What is taken back of one line: its net, with the line's sign; an empty text is the line's own."""

    line: InvoiceLine
    vat_category: str
    net_minor: int
    text: str
    starts_on: date | None
    ends_on: date | None

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole line, under its own text."""
        return self.net_minor == self.line.net_minor and not self.text


def note_to_store(
    organization: OrganizationId,
    *,
    invoice: Invoice,
    given: Sequence[Given],
    summed: Grouped,
    number: int,
    reason: str,
    issued_on: date,
    at: datetime,
    kept: date,
) -> CreditNote:
    """The credit note's row; its snapshot is made from the original's (CRN-1, CRN-2)."""
    parts = [Part(each.line.position - 1, each.net_minor, each.text, each.starts_on, each.ends_on) for each in given]
    snapshot = credit_snapshot(
        invoice.snapshot, parts=parts, summed=summed, number=number, issued_on=issued_on, reason=reason
    )
    return CreditNote(
        id=new_id(),
        organization_id=organization,
        account_id=invoice.account_id,
        invoice_id=invoice.id,
        number=number,
        original_number=str(invoice.number),
        original_date=invoice.issued_on,
        reason=reason,
        issued_on=issued_on,
        currency=invoice.currency,
        net_minor=summed.net_minor,
        vat_minor=summed.vat_minor,
        total_minor=summed.total_minor,
        language=invoice.language,
        snapshot=json.loads(snapshot.to_json()),
        issued_at=at,
        retain_until=kept,
    )


def lines_to_store(organization: OrganizationId, *, note: CreditNote, given: Sequence[Given]) -> list[CreditNoteLine]:
    """The rows of its lines, in the order of the invoice's."""
    return [
        CreditNoteLine(
            id=new_id(),
            organization_id=organization,
            credit_note_id=note.id,
            invoice_line_id=each.line.id,
            position=position,
            text=_text(each, note.language),
            starts_on=each.starts_on or each.line.starts_on,
            ends_on=each.ends_on or each.line.ends_on,
            quantity=each.line.quantity if each.is_whole else 1,
            unit_price_minor=each.line.unit_price_minor if each.is_whole else each.net_minor,
            net_minor=each.net_minor,
            vat_basis_points=each.line.vat_basis_points,
            vat_category=each.vat_category,
        )
        for position, each in enumerate(given, start=1)
    ]


def _text(each: Given, language: str) -> str:
    """The line's own text carries its days already; another text gets the days that it is about."""
    if not each.text:
        return each.line.text
    since, until = each.starts_on or each.line.starts_on, each.ends_on or each.line.ends_on
    days = f", {format_period(Period(since, until), language_of(language))}" if since and until else ""
    return f"{each.text}{days}"[:_LONGEST_TEXT]
