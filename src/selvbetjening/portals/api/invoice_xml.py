"""invoices/{uuid}/ubl/: the e-invoice that `ubl_available` speaks of (fenerum-api.md 13, EIN-3)."""

import base64
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from selvbetjening.domain.invoicing.actions.document import electronic_document
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.queries.issued import issued_documents
from selvbetjening.portals.api.call import ApiRequest
from selvbetjening.portals.api.errors import missing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Outgoing

resource = Resource("invoices")


class InvoiceXmlOut(Outgoing):
    """The document as XML in standard base64; `format` is `bis3`, `oioubl` or `en16931`."""

    invoice: UUID
    invoice_number: str
    format: str
    xml_base64: str


@resource.reads("invoices/{uuid}/ubl/", InvoiceXmlOut)
def read_ubl(request: ApiRequest, uuid: UUID) -> Any:
    """The stored bytes in the preferred format. Raises a 404 where nothing electronic can be made of it any more."""
    call = request.call
    found = issued_documents(call.here).filter(id=uuid).first()
    if found is None or not found.snapshot:
        raise missing()
    try:
        stored = (
            electronic_document(call.here, invoice=found.id, at=call.at)
            if found.kind == "invoice"
            else document_credit_note(call.here, credit_note=found.id, at=call.at, kind="xml")
        )
    except ObjectDoesNotExist:
        raise missing() from None
    return {
        "invoice": found.id,
        "invoice_number": found.number,
        "format": stored.kind,
        "xml_base64": base64.b64encode(bytes(stored.content)).decode(),
    }
