"""The files of one receipt (annex D.2, BM-02)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from selvbetjening.domain.deliveries.documents.legacy_receipts import legacy_text
from selvbetjening.domain.deliveries.documents.receipt_text import as_text
from selvbetjening.domain.deliveries.models import DeliveryReceipt
from selvbetjening.domain.deliveries.rules.names import receipt_name
from selvbetjening.domain.deliveries.rules.receipt import file_names
from selvbetjening.domain.deliveries.rules.receipt_xml import as_xml
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.ids import OrganizationId

#: A receipt's files by the ending of their names; the first four lie in the folder, the others are made when asked for.
ENDINGS: Final = ("json", "sig", "txt", "xml", "html", "pdf")


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt as it lies in the folder."""

    name: str
    content: bytes = field(repr=False)

    @property
    def ending(self) -> str:
        """Which of the receipt's files it is: one of `ENDINGS`, or `old`, the one with a name of old."""
        found = self.name.rpartition(".")[2]
        return found if found in ENDINGS else "old"


def legacy_receipt_file(organization: OrganizationId, *, row: DeliveryReceipt) -> ReceiptFile:
    """The same receipt under its name of old: T, V or F (BP-48). Raises ValueError as `receipt_files` does."""
    if row.organization_id != organization or not row.signature or row.seq is None:
        raise ValueError("not a signed receipt of this company")
    name = file_names(facts=row.facts, seq=row.seq)["legacy"]
    return ReceiptFile(name, legacy_text(facts=row.facts, seq=row.seq))


def receipt_files(
    organization: OrganizationId, *, row: DeliveryReceipt, languages: Sequence[Language] = ("da", "en")
) -> list[ReceiptFile]:
    """The signed JSON, its signature, and the same as text and as XML. The JSON's bytes are those that were signed.

    Raises ValueError for another company's receipt, or one without its signature.
    """
    if row.organization_id != organization or not row.signature:
        raise ValueError("not a signed receipt of this company")
    facts: dict[str, Any] = row.facts
    delivery = facts["delivery_id"]

    def named(ending: str) -> str:
        return receipt_name(
            original=facts["file"]["name"], delivery=delivery, kind=row.kind, issue=row.issue, ending=ending
        )

    also = file_names(facts=facts, seq=row.seq or 0)["legacy"]
    text = "\r\n\r\n".join(as_text(facts=facts, language=language, also=also) for language in languages)
    return [
        ReceiptFile(named("json"), row.text.encode()),
        ReceiptFile(named("sig"), row.signature.encode()),
        ReceiptFile(named("txt"), text.encode()),
        ReceiptFile(named("xml"), as_xml(said=json.loads(row.text))),
    ]
