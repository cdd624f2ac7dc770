"""An invoice or credit note as the API and its webhooks tell it: without its PDF (fenerum-api.md 13 and 15)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from selvbetjening.domain.invoicing.models import IssuedDocument, IssuedLine
from selvbetjening.domain.invoicing.rules.line_ids import number_of
from selvbetjening.domain.webhooks.documents.values import amount, day, instant
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up

#: A payment slip carries Danish money only.
_SLIPS = "DKK"


def document_data(
    *, document: IssuedDocument, lines: Sequence[IssuedLine], paid_on: date | None, link: str | None
) -> dict[str, Any]:
    """With its lines; amounts of a credit note are negative. `link` is where whoever has it pays, None for nowhere."""
    payment = document.snapshot.get("payment") or {}
    buyer = document.snapshot.get("buyer") or {}
    note, due_on = document.kind == "credit_note", document.due_on
    return {
        "uuid": str(document.id),
        "invoice_number": document.number,
        "type": document.kind,
        "account": str(document.account_id),
        "account_code": document.account_code,
        "date": day(on=document.issued_on),
        "due_date": day(on=due_on),
        "currency": document.currency,
        "amount": amount(minor=document.net_minor),
        "vat": amount(minor=document.vat_minor),
        "total": amount(minor=document.total_minor),
        "outstanding": amount(minor=document.outstanding_minor),
        "is_paid": document.is_paid,
        "paid_date": day(on=paid_on),
        "collection_method": _method(payment),
        "payment_terms": (due_on - document.issued_on).days if due_on else None,
        "po_number": buyer.get("po_number") or None,
        "credited_invoice": str(document.credited_invoice_id) if document.credited_invoice_id else None,
        "kickback_status": document.kickback_status or None,
        "invoiceline_set": [line_data(line=line) for line in lines],
        "created_date": instant(at=document.created_at),
        "last_modified_date": instant(at=document.modified_at),
        "ubl_available": bool(document.snapshot),
        "payment_link": link,
        "fik": payment.get("fik_line") or None if not note and document.currency == _SLIPS else None,
    }


def line_data(*, line: IssuedLine) -> dict[str, Any]:
    """`date_to` is the last day; `discount` what was taken off, and not in `amount` any more."""
    gross = line.quantity * line.unit_price_minor
    return {
        "id": number_of(id_=line.id),
        "invoice": str(line.document_id),
        "description": line.text,
        "quantity": str(line.quantity),
        "unit_price": amount(minor=line.unit_price_minor),
        "discount": amount(minor=max(0, gross - line.net_minor) if line.net_minor >= 0 else 0),
        "amount": amount(minor=line.net_minor),
        "vat_rate": amount(minor=line.vat_basis_points),
        "vat": amount(minor=round_half_up(line.net_minor * line.vat_basis_points, TEN_THOUSAND)),
        "date_from": day(on=line.starts_on),
        "date_to": day(on=line.ends_on - timedelta(days=1)) if line.ends_on else None,
        "subscription": str(line.subscription_id) if line.subscription_id else None,
        "plan_terms": str(line.terms_id) if line.terms_id else None,
        "revenue_group": line.revenue_group or None,
        "created_date": instant(at=line.created_at),
    }


def _method(payment: dict[str, Any]) -> str:
    if payment.get("by_card"):
        return "payment_card"
    return "betalingsservice" if payment.get("by_debit") else "invoice"
