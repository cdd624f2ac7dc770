"""Hand one e-invoice to the access point, and keep what it said."""

import json
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.module_loading import import_string

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.check import check_document
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice.endpoints import endpoint_of
from selvbetjening.domain.invoicing.events import EInvoiceRefused, EInvoiceSent
from selvbetjening.domain.invoicing.models import CreditNoteDocument, EInvoiceDelivery, InvoiceDocument
from selvbetjening.domain.invoicing.ports import AccessPoint, NotReached, Parcel, Receipt
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.einvoice")

WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180, 720, 1440))
"""Between tries: eight within two days; then it is `failed`, and the company sends the file in another way."""
CLAIM: Final = timedelta(minutes=5)


def send(organization: OrganizationId, *, delivery: UUID, at: datetime) -> None:
    """Claim the delivery, check the document by the official rules, send it outside any transaction, mark the answer.

    A delivery that is not due, or was answered already, is left alone. A document that breaks a rule is `rejected`
    without being sent, with the first rule as its reason. No answer: tried again with growing waits, then `failed`.
    Records `EInvoiceSent` or `EInvoiceRefused`.
    """
    row = _claim(organization, delivery=delivery, at=at)
    if row is None:
        return
    found = check_document(organization, invoice=row.invoice_id, credit_note=row.credit_note_id, at=at)
    if not found.is_valid:
        broken = next(each["code"] for each in found.findings if each["fatal"])
        _answered(organization, row, Receipt("rejected", reason=f"rule {broken}"), at)
        return
    point: AccessPoint = import_string(settings.ACCESS_POINT)()
    try:
        receipt = point.send(_parcel(organization, row))
    except NotReached as trouble:
        _unreached(organization, row, trouble.code, at)
        return
    _answered(organization, row, receipt, at)


@job(name="invoicing.send", queue="mail")
def send_job(organization: OrganizationId, *, at: datetime, delivery: str) -> None:
    """The wake-up for one delivery."""
    send(organization, delivery=UUID(delivery), at=at)


def _waiting(organization: OrganizationId, delivery: UUID) -> QuerySet[EInvoiceDelivery]:
    return EInvoiceDelivery.objects.filter(organization_id=organization, id=delivery, state="waiting")


def _claim(organization: OrganizationId, *, delivery: UUID, at: datetime) -> EInvoiceDelivery | None:
    """One conditional UPDATE: of two workers one gets it, and a try is counted whatever breaks afterwards."""
    with within(organization):
        mine = _waiting(organization, delivery).filter(next_try_at__lte=at)
        if not mine.update(attempts=F("attempts") + 1, next_try_at=at + CLAIM):
            return None
        return EInvoiceDelivery.objects.get(organization_id=organization, id=delivery)


def _parcel(organization: OrganizationId, row: EInvoiceDelivery) -> Parcel:
    with within(organization):
        stored: InvoiceDocument | CreditNoteDocument
        if row.invoice_id:
            stored = InvoiceDocument.objects.select_related("invoice").get(
                organization_id=organization, invoice_id=row.invoice_id, kind=row.kind
            )
            issued = stored.invoice.snapshot
        else:
            stored = CreditNoteDocument.objects.select_related("credit_note").get(
                organization_id=organization, credit_note_id=row.credit_note_id, kind=row.kind
            )
            issued = stored.credit_note.snapshot
    frozen = InvoiceSnapshot.from_json(json.dumps(issued))
    sender = endpoint_of(frozen.seller, prefix=frozen.seller.endpoint_prefix) or ("", "")
    return Parcel(
        id=str(row.id),
        kind=row.kind,
        document=frozen.kind,
        number=frozen.number,
        sender=sender,
        receiver=(row.scheme, row.address),
        content=bytes(stored.content),
        sha256=stored.sha256,
    )


def _answered(organization: OrganizationId, row: EInvoiceDelivery, receipt: Receipt, at: datetime) -> None:
    with within(organization):
        changed = _waiting(organization, row.id).update(
            state=receipt.state, receipt=receipt.reference[:120], reason=receipt.reason[:60], ended_at=at
        )
        if changed:
            _record(organization, row, receipt, at)
    if receipt.state == "rejected":
        log.warning("e-invoice rejected", organization=str(organization), outcome=receipt.reason)


def _record(organization: OrganizationId, row: EInvoiceDelivery, receipt: Receipt, at: datetime) -> None:
    issued = row.invoice or row.credit_note
    assert issued is not None  # noqa: S101 - the table's own constraint
    kind = "invoice" if row.invoice_id else "credit_note"
    fact: EInvoiceSent | EInvoiceRefused
    if receipt.state == "accepted":
        fact = EInvoiceSent(
            account=issued.account_id, document=issued.id, kind=kind, number=issued.number, receipt=receipt.reference
        )
    else:
        fact = EInvoiceRefused(
            account=issued.account_id, document=issued.id, kind=kind, number=issued.number, reason=receipt.reason
        )
    record(organization, fact=fact, actor=SYSTEM, at=at)


def _unreached(organization: OrganizationId, row: EInvoiceDelivery, code: str, at: datetime) -> None:
    given_up = row.attempts > len(WAITS)
    with within(organization):
        if given_up:
            _answered_not(organization, row, code, at)
        else:
            again = at + WAITS[row.attempts - 1]
            _waiting(organization, row.id).update(next_try_at=again, reason=code[:60])
            send_job.defer(organization, after=again, delivery=str(row.id))
    log.warning("e-invoice not sent", organization=str(organization), outcome=code, attempts=row.attempts)


def _answered_not(organization: OrganizationId, row: EInvoiceDelivery, code: str, at: datetime) -> None:
    if _waiting(organization, row.id).update(state="failed", reason=code[:60], ended_at=at):
        _record(organization, row, Receipt("rejected", reason=code), at)
