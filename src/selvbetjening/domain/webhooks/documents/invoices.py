"""An invoice as `new_invoice` and `paid_invoice` tell it: without its PDF (fenerum-api.md 13 and 15)."""

from typing import Any

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import CreditNote, Invoice
from selvbetjening.domain.webhooks.documents.values import amount, day, instant


def invoice_data(*, invoice: Invoice, account: Account) -> dict[str, Any]:
    """With its lines; amounts as in the API."""
    return {
        "uuid": str(invoice.id),
        "invoice_number": str(invoice.number),
        "type": "invoice",
        "account": str(account.id),
        "account_code": account.code,
        "date": day(on=invoice.issued_on),
        "due_date": day(on=invoice.due_on),
        "currency": invoice.currency,
        "amount": amount(minor=invoice.net_minor),
        "vat": amount(minor=invoice.vat_minor),
        "total": amount(minor=invoice.total_minor),
        "outstanding": amount(minor=invoice.total_minor - invoice.settled_minor),
        "is_paid": invoice.settled_minor >= invoice.total_minor,
        "created_date": instant(at=invoice.issued_at),
        "invoiceline_set": [_line(line) for line in invoice.lines.all()],
    }


def credit_note_data(*, note: CreditNote, account: Account) -> dict[str, Any]:
    """The same of a credit note: its amounts are negative."""
    return {
        "uuid": str(note.id),
        "invoice_number": str(note.number),
        "type": "credit_note",
        "account": str(account.id),
        "account_code": account.code,
        "date": day(on=note.issued_on),
        "due_date": None,
        "currency": note.currency,
        "amount": amount(minor=-note.net_minor),
        "vat": amount(minor=-note.vat_minor),
        "total": amount(minor=-note.total_minor),
        "outstanding": "0.00",
        "is_paid": True,
        "credited_invoice": str(note.invoice_id),
        "created_date": instant(at=note.issued_at),
        "invoiceline_set": [_line(line, sign=-1) for line in note.lines.all()],
    }


def _line(line: Any, *, sign: int = 1) -> dict[str, Any]:
    return {
        "description": line.text,
        "quantity": str(line.quantity),
        "unit_price": amount(minor=line.unit_price_minor),
        "amount": amount(minor=sign * line.net_minor),
        "vat_rate": f"{line.vat_basis_points / 10_000:.4f}",
        "date_from": day(on=line.starts_on),
        "date_to": day(on=line.ends_on),
    }
