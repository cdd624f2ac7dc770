"""How invoices, credit notes and their lines go out (section 13)."""

import base64
from collections.abc import Sequence
from datetime import date as Day  # a field is called so
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.queries.issued import IssuedDocument, IssuedLine, lines_of
from selvbetjening.domain.payments.actions.payment_links import urls_for
from selvbetjening.domain.payments.queries.received import last_paid_on
from selvbetjening.domain.webhooks.documents.invoices import document_data, line_data
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.values import DecimalText, Instant, Outgoing


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
    links = urls_for(call.here, documents=documents, at=call.at)
    return [
        document_data(
            document=each, lines=lines.get(each.id, ()), paid_on=paid.get(each.id), link=links.get(each.id)
        )
        for each in documents
    ]  # fmt: skip


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
    return [line_data(line=line) for line in lines]
