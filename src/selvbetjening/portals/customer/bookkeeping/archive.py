"""One ZIP file of many invoices: PDF, e-invoice XML, a CSV list, and a manifest with every file's SHA-256 (CM-08)."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from selvbetjening.domain.accounts.actions.accountants import mark_read
from selvbetjening.domain.invoicing.actions.document import document, electronic_document
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.bookkeeping.reading import Row

#: The most in one file; a bookkeeper with more narrows the period.
MOST: Final = 500
FORMAT: Final = "selvbetjening-invoices/1"
Put: TypeAlias = Callable[[str, bytes], None]
_COLUMNS: Final = ("virksomhed", "konto", "kundenummer", "faktura", "dato", "forfald", "valuta", "netto", "moms",
                   "total", "rest", "pdf")  # fmt: skip


def archive(chosen: list[Row], *, at: datetime) -> bytes:
    """The file. Each company's documents are read, and marked as fetched, in a transaction of its own.

    Documents that are not stored yet are made and stored first (XB-20), so the same selection again has the same bytes
    of documents.
    """
    holder = io.BytesIO()
    hashes: dict[str, str] = {}
    with ZipFile(holder, "w", ZIP_DEFLATED) as zipped:

        def put(name: str, content: bytes) -> None:
            zipped.writestr(name, content)
            hashes[name] = sha256(content).hexdigest()

        by_company = sorted(chosen, key=lambda row: str(row.holding.organization))
        for organization, group in groupby(by_company, key=lambda row: row.holding.organization):
            for row in group:
                _documents(organization, row, put, at)
        put("fakturaer.csv", _list(chosen))
        manifest = {
            "format": FORMAT,
            "made_at": at.isoformat(),
            "sha256": dict(sorted(hashes.items())),
        }
        zipped.writestr("manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False))
    return holder.getvalue()


def _documents(organization: OrganizationId, row: Row, put: Put, at: datetime) -> None:
    with within(organization):
        stored = document(organization, invoice=row.invoice.id, at=at)
        electronic = electronic_document(organization, invoice=row.invoice.id, at=at)
        put(path_of(row), bytes(stored.content))
        put(path_of(row, kind="xml"), bytes(electronic.content))
        mark_read(organization, grant=row.holding.grant, invoices=[row.invoice.id], at=at)


def path_of(row: Row, *, kind: str = "pdf") -> str:
    """`Firma/K-1 Konto/faktura-1001.pdf`: letters, digits and a few signs only, so that no name leaves its folder."""
    company, account = _safe(row.holding.company), _safe(f"{row.holding.code} {row.holding.name}")
    return f"{company}/{account}/faktura-{row.invoice.number}.{kind}"


def _safe(text: str) -> str:
    """A folder's name (SEC-01, zip slip): no separators, no leading dots."""
    return re.sub(r"[^\w .&-]", "_", text).strip(". ") or "_"


def _list(chosen: list[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in chosen:
        one = row.invoice
        writer.writerow(
            [
                *map(_cell, (row.holding.company, row.holding.name, row.holding.code)),
                one.number, one.issued_on, one.due_on, one.total.currency,
                *map(_amount, (one.net, one.vat, one.total, one.outstanding)),
                _cell(path_of(row)),
            ]
        )  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _amount(money: Money) -> str:
    """`1234,50`: a number to a Danish spreadsheet, without a sign for thousands."""
    whole, rest = divmod(abs(money.minor), 100)
    return f"{'-' if money.minor < 0 else ''}{whole},{rest:02d}"


def _cell(text: str) -> str:
    """SEC-121: a text that a spreadsheet would take for a formula gets a leading quote."""
    return f"'{text}" if text.lstrip()[:1] in set("=+-@\t\r\n\0＝＋－＠") else text
