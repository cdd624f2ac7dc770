"""One ZIP file of many accounts' documents: a folder for each, with PDF, e-invoice XML and a CSV list (CM-08)."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from selvbetjening.domain.accounts.actions.accountants import mark_read
from selvbetjening.domain.invoicing.actions.bundle import Picked, bundle_files
from selvbetjening.kernel.tables import as_csv
from selvbetjening.kernel.zips import zipped
from selvbetjening.portals.customer.bookkeeping.reading import Holding, Row

_LIST: Final = "documents.csv"
#: The most in one file; a bookkeeper with more narrows the period.
MOST: Final = 500


def archive(chosen: Sequence[Row], *, at: datetime) -> Iterator[bytes]:
    """The file as it is written: each account's folder, one list of all, and a manifest of every file's SHA-256.

    Each company's documents are read, made where they are missing (XB-20), and marked as fetched in transactions of
    its own (SEC-17).
    """
    return zipped(_files(chosen, at), at=at)


def _files(chosen: Sequence[Row], at: datetime) -> Iterator[tuple[str, bytes]]:
    every: list[Sequence[str]] = []
    by_account = sorted(chosen, key=lambda row: (folder_of(row.holding), str(row.holding.grant)))
    for holding, rows in groupby(by_account, key=lambda row: row.holding):
        picked = [Picked(row.kind, row.invoice.id) for row in rows]
        folder = folder_of(holding)
        for name, content in bundle_files(
            holding.organization, account=holding.account, picked=picked, at=at, folder=folder
        ):
            if name == f"{folder}{_LIST}":
                head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
                every = [
                    *(every or [["company", "folder", *head]]),
                    *([holding.company, folder, *row] for row in lines),
                ]
            yield name, content
        mark_read(holding.organization, grant=holding.grant, invoices=[each.id for each in picked], at=at)
    yield _LIST, as_csv(every)


def folder_of(holding: Holding) -> str:
    """`Firma/K-1 Konto/`: letters, digits and a few signs only, so that no name leaves its folder (SEC-01)."""
    return f"{_safe(holding.company)}/{_safe(f'{holding.code} {holding.name}')}/"


def _safe(text: str) -> str:
    return re.sub(r"[^\w .&-]", "_", text).strip(". ") or "_"
