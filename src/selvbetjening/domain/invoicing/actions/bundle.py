"""Several documents as one ZIP: each PDF and e-invoice as it was stored, a list as CSV, and a manifest."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, Literal, NamedTuple
from uuid import UUID

from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.models import CreditNote, CreditNoteDocument, Invoice, InvoiceDocument
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.tables import as_csv, decimal
from selvbetjening.kernel.zips import zipped

MOST: Final = 1000
"""So many documents at once; more are fetched year by year."""
_HEAD: Final = (
    "kind", "number", "issued_on", "due_on", "account", "name", "currency", "net", "vat", "total", "left", "original",
    "file", "sha256",
)  # fmt: skip


class Picked(NamedTuple):
    """One document: `invoice` or `credit_note`, and its id."""

    kind: Literal["invoice", "credit_note"]
    id: UUID


def bundle_files(
    organization: OrganizationId, *, account: UUID, picked: Sequence[Picked], at: datetime, folder: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, in the order picked, and `documents.csv` at the end; one document in memory.

    Made to be sent as it comes: each document is read, or made where it is missing, in a transaction of its own, and
    what is not this account's is left out, and what was picked twice comes once. `folder` goes before each name, for
    several accounts in one ZIP.
    """
    rows: list[Sequence[str | int | None]] = [_HEAD]
    for each in list(dict.fromkeys(picked))[:MOST]:
        files, row = _files(organization, account, each, at)
        for name, content in files:
            yield f"{folder}{name}", content
        rows += [row] if row else []
    yield f"{folder}documents.csv", as_csv(rows)


def bundled(organization: OrganizationId, *, account: UUID, picked: Sequence[Picked], at: datetime) -> Iterator[bytes]:
    """The same as the bytes of a ZIP with a manifest."""
    return zipped(bundle_files(organization, account=account, picked=picked, at=at), at=at)


Files = list[tuple[str, bytes]]


def _files(
    organization: OrganizationId, account: UUID, picked: Picked, at: datetime
) -> tuple[Files, Sequence[str | int | None] | None]:
    with within(organization):
        if picked.kind == "invoice":
            mine = Invoice.objects.filter(organization_id=organization, account_id=account, id=picked.id)
            invoice = mine.select_related("account").first()
            return _of_invoice(organization, invoice, at) if invoice else ([], None)
        notes = CreditNote.objects.filter(organization_id=organization, account_id=account, id=picked.id)
        note = notes.select_related("account").first()
        return _of_note(organization, note, at) if note else ([], None)


def _of_invoice(
    organization: OrganizationId, invoice: Invoice, at: datetime
) -> tuple[Files, Sequence[str | int | None]]:
    if not invoice.content_erased_on:
        document(organization, invoice=invoice.id, at=at)
    stored = InvoiceDocument.objects.filter(organization_id=organization, invoice_id=invoice.id)
    stem = f"{'invoice' if invoice.language == 'en' else 'faktura'}-{invoice.number}"
    files, pdf = _named(stem, list(stored.order_by("kind")))
    return files, _row("invoice", invoice, invoice.due_on.isoformat(), invoice.outstanding.minor, "", (stem, pdf))


def _of_note(organization: OrganizationId, note: CreditNote, at: datetime) -> tuple[Files, Sequence[str | int | None]]:
    if not note.content_erased_on:
        document_credit_note(organization, credit_note=note.id, at=at)
    stored = CreditNoteDocument.objects.filter(organization_id=organization, credit_note_id=note.id)
    stem = f"{'credit-note' if note.language == 'en' else 'kreditnota'}-{note.number}"
    files, pdf = _named(stem, list(stored.order_by("kind")))
    return files, _row("credit_note", note, "", note.unused.minor, note.original_number, (stem, pdf))


def _named(stem: str, stored: "Sequence[InvoiceDocument] | Sequence[CreditNoteDocument]") -> tuple[Files, str]:
    """The files under names of their own; the first e-invoice has no format in its name. And the PDF's hash."""
    files: Files = []
    for each in stored:
        first = not any(name.endswith(".xml") for name, _ in files)
        end = ".pdf" if each.kind == "pdf" else ".xml" if first else f"-{each.kind}.xml"
        files.append((f"{stem}{end}", bytes(each.content)))
    return files, next((each.sha256 for each in stored if each.kind == "pdf"), "")


def _row(
    kind: str, of: Invoice | CreditNote, due_on: str, left: int, original: str, pdf: tuple[str, str]
) -> Sequence[str | int | None]:
    sign = -1 if kind == "credit_note" else 1
    amounts = [decimal(sign * minor) for minor in (of.net_minor, of.vat_minor, of.total_minor)]
    return (
        kind, of.number, of.issued_on.isoformat(), due_on, of.account.code, of.snapshot["buyer"]["name"], of.currency,
        *amounts, decimal(left), original, f"{pdf[0]}.pdf" if pdf[1] else "", pdf[1],
    )  # fmt: skip
