"""How invoices, credit notes and their lines go out (section 13)."""

import base64
from collections.abc import Sequence
from datetime import date as Day  # a field is called so
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.queries.issued import IssuedDocument, IssuedLine, fik_of, lines_of
from selvbetjening.domain.invoicing.rules.line_ids import number_of
from selvbetjening.domain.organizations.queries import portal_origin
from selvbetjening.domain.payments.queries.received import last_paid_on
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.values import DecimalText, Instant, Outgoing, amount


class InvoiceLineOut(Outgoing):
    """A line of an invoice or credit note."""

    id: int
    invoice: UUID
    description: str
    quantity: DecimalText
    unit_price: DecimalText
    discount: DecimalText
    amount: DecimalText
    vat_rate: DecimalText
    vat: DecimalText
    date_from: Day | None
    date_to: Day | None
    subscription: UUID | None
    plan_terms: UUID | None
    revenue_group: str | None
    created_date: Instant


class InvoiceOut(Outgoing):
    """An invoice or credit note, as lists have it; amounts of a credit note are negative."""

    uuid: UUID
    invoice_number: str
    type: str
    account: UUID
    account_code: str
    date: Day
    due_date: Day | None
    currency: str
    amount: DecimalText
    vat: DecimalText
    total: DecimalText
    outstanding: DecimalText
    is_paid: bool
    paid_date: Day | None
    collection_method: str
    payment_terms: int | None
    po_number: str | None
    credited_invoice: UUID | None
    kickback_status: str | None
    invoiceline_set: list[InvoiceLineOut]
    created_date: Instant
    last_modified_date: Instant
    ubl_available: bool
    payment_link: str | None
    fik: str | None


class InvoiceDetailOut(InvoiceOut):
    """The same with its PDF in base64; empty where its content was erased in time."""

    pdf_base64: str


def document_rows(call: Call, documents: Sequence[IssuedDocument]) -> list[dict[str, Any]]:
    """The documents with their lines; a handful of queries for all of them."""
    ids = [each.id for each in documents]
    lines = lines_of(call.here, documents=ids)
    paid = last_paid_on(call.here, invoices=[each.id for each in documents if each.is_paid])
    printed = fik_of(call.here, invoices=ids)
    portal = portal_origin(call.here) if documents else ""
    return [
        {
            **_own(each),
            "paid_date": paid.get(each.id),
            "invoiceline_set": [_line(line) for line in lines.get(each.id, [])],
            "payment_link": _where_to_pay(portal, each),
            "fik": f"+71<{printed[each.id].payload}" if each.id in printed else None,
        }
        for each in documents
    ]


def detail(call: Call, found: IssuedDocument) -> dict[str, Any]:
    """One document with its PDF, which is made now where it is not yet."""
    try:
        if found.kind == "invoice":
            pdf = bytes(document(call.here, invoice=found.id, at=call.at).content)
        else:
            pdf = bytes(document_credit_note(call.here, credit_note=found.id, at=call.at).content)
    except ObjectDoesNotExist:
        pdf = b""
    return document_rows(call, [found])[0] | {"pdf_base64": base64.b64encode(pdf).decode()}


def line_rows(_call: Call, lines: Sequence[IssuedLine]) -> list[dict[str, Any]]:
    """The lines of a page."""
    return [_line(line) for line in lines]


def _own(each: IssuedDocument) -> dict[str, Any]:
    payment = each.snapshot.get("payment") or {}
    buyer = each.snapshot.get("buyer") or {}
    return {
        "uuid": each.id,
        "invoice_number": each.number,
        "type": each.kind,
        "account": each.account_id,
        "account_code": each.account_code,
        "date": each.issued_on,
        "due_date": each.due_on,
        "currency": each.currency,
        "amount": amount(each.net_minor),
        "vat": amount(each.vat_minor),
        "total": amount(each.total_minor),
        "outstanding": amount(each.outstanding_minor),
        "is_paid": each.is_paid,
        "collection_method": _method(payment),
        "payment_terms": (each.due_on - each.issued_on).days if each.due_on else None,
        "po_number": buyer.get("po_number") or None,
        "credited_invoice": each.credited_invoice_id,
        "kickback_status": each.kickback_status or None,
        "created_date": each.created_at,
        "last_modified_date": each.modified_at,
        "ubl_available": bool(each.snapshot),
    }


def _method(payment: dict[str, Any]) -> str:
    if payment.get("by_card"):
        return "payment_card"
    return "betalingsservice" if payment.get("by_debit") else "invoice"


def _where_to_pay(portal: str, each: IssuedDocument) -> str | None:
    if each.kind != "invoice" or each.is_paid:
        return None
    return f"{portal}/fakturaer/{each.id}/"


def _line(line: IssuedLine) -> dict[str, Any]:
    gross = line.quantity * line.unit_price_minor
    return {
        "id": number_of(id_=line.id),
        "invoice": line.document_id,
        "description": line.text,
        "quantity": str(line.quantity),
        "unit_price": amount(line.unit_price_minor),
        "discount": amount(max(0, gross - line.net_minor) if line.net_minor >= 0 else 0),
        "amount": amount(line.net_minor),
        "vat_rate": amount(line.vat_basis_points),
        "vat": amount(round_half_up(line.net_minor * line.vat_basis_points, TEN_THOUSAND)),
        "date_from": line.starts_on,
        "date_to": line.ends_on,
        "subscription": line.subscription_id,
        "plan_terms": None,
        "revenue_group": None,
        "created_date": line.created_at,
    }
