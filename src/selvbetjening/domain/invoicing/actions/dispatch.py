"""Queue an e-invoice for the access point, in the transaction that stores it (EIN-3, EIN-4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.invoicing.actions.send import send_job
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice import CORE, PDF
from selvbetjening.domain.invoicing.einvoice.endpoints import endpoint_of
from selvbetjening.domain.invoicing.models import EInvoiceDelivery
from selvbetjening.domain.invoicing.rules.electronic import is_sent
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel.ids import OrganizationId


def dispatch(
    organization: OrganizationId,
    *,
    snapshot: dict[str, Any],
    made: Sequence[str],
    at: datetime,
    invoice: UUID | None = None,
    credit_note: UUID | None = None,
) -> UUID | None:
    """Queue the first e-invoice of `made` where this buyer gets one; the delivery's id, or None for nothing to send.

    Call in the transaction that stores the documents. Wakes the job that sends it.
    """
    frozen = InvoiceSnapshot.from_data(snapshot)
    wanted = [kind for kind in made if kind not in (PDF, CORE)]
    address = endpoint_of(frozen.buyer, prefix=frozen.seller.endpoint_prefix)
    chosen = organizations.get(organization).choice("einvoice_default_for")
    sent = is_sent(
        party_type=frozen.buyer.party_type, addressable=address is not None, wanted=chosen,
        asked=frozen.buyer.einvoicing,
    )  # fmt: skip
    if not wanted or address is None or not sent:
        return None
    row = EInvoiceDelivery(
        organization_id=organization,
        invoice_id=invoice,
        credit_note_id=credit_note,
        kind=wanted[0],
        scheme=address[0],
        address=address[1],
        next_try_at=at,
        created_at=at,
    )
    row.save(force_insert=True)
    send_job.defer(organization, delivery=str(row.id))
    return row.id
