"""The files of one receipt (annex D.2, BM-02)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from selvbetjening.domain.deliveries.documents.receipt_text import as_text
from selvbetjening.domain.deliveries.models import DeliveryReceipt
from selvbetjening.domain.deliveries.rules.names import receipt_name
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt as it lies in the folder."""

    name: str
    content: bytes = field(repr=False)


def receipt_files(
    organization: OrganizationId, *, row: DeliveryReceipt, languages: Sequence[Language] = ("da", "en")
) -> list[ReceiptFile]:
    """The signed JSON, its signature, and the same as text. The JSON's bytes are those that were signed.

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

    text = "\r\n\r\n".join(as_text(facts=facts, language=language) for language in languages)
    return [
        ReceiptFile(named("json"), row.text.encode()),
        ReceiptFile(named("sig"), row.signature.encode()),
        ReceiptFile(named("txt"), text.encode()),
    ]
