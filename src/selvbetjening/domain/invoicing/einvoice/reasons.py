"""The words of an e-invoice: why no VAT is charged, and the note at its head."""

from typing import Final

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot, Language, VatCategory
from selvbetjening.domain.invoicing.documents.texts import WORDS

_CODES: Final = {"AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}


def exemption(category: VatCategory, language: Language) -> tuple[str, str]:
    """Code and words of the reason (BT-121, BT-120); both empty where VAT is charged or zero-rated."""
    if category in ("S", "Z"):
        return "", ""
    words = WORDS[language]
    return _CODES.get(category, ""), words["note_AE" if category == "AE" else f"category_{category}"]


def notes(snapshot: InvoiceSnapshot) -> str:
    """The one note that Peppol allows (R002): the reason of a credit note, the document's note, how to pay, why."""
    paying = snapshot.seller.payment_text if snapshot.kind == "invoice" else ""
    note = " ".join(snapshot.note.split("\n"))
    parts = (snapshot.reason, note, " ".join(paying.split("\n")), *snapshot.explanation)
    return " · ".join(part for part in parts if part)
