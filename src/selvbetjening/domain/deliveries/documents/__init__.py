"""Receipts as files: the signed JSON, its signature, and the same as text."""

from selvbetjening.domain.deliveries.documents.approval_words import reason_words, why_words
from selvbetjening.domain.deliveries.documents.receipt_files import ReceiptFile, legacy_receipt_file, receipt_files
from selvbetjening.domain.deliveries.documents.receipt_text import as_text
from selvbetjening.domain.deliveries.documents.receipt_views import receipt_html, receipt_pdf
from selvbetjening.domain.deliveries.documents.words import (
    STATES,
    STATUSES,
    next_words,
    status_words,
    uncollected_words,
)

__all__ = [
    "STATES",
    "STATUSES",
    "ReceiptFile",
    "as_text",
    "legacy_receipt_file",
    "next_words",
    "reason_words",
    "receipt_files",
    "receipt_html",
    "receipt_pdf",
    "status_words",
    "uncollected_words",
    "why_words",
]
