"""Why an invoice's amount is another than before, as it was frozen (CM-01)."""

from typing import NamedTuple
from uuid import UUID

from selvbetjening.domain.invoicing.models import InvoiceExplanation
from selvbetjening.domain.invoicing.rules.explain_words import SAME, Compared, framed, headed, is_change_only
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.ids import OrganizationId


class Why(NamedTuple):
    """What an invoice's page says of its amount."""

    heading: str
    sentences: tuple[str, ...]


def sentences_of(organization: OrganizationId, *, invoice: UUID, language: Language) -> Why | None:
    """Heading and sentences in the reader's language; None for an invoice from before there were any."""
    found = InvoiceExplanation.objects.filter(organization_id=organization, invoice_id=invoice)
    row = found.select_related("previous_invoice", "invoice").defer("previous_invoice__snapshot").first()
    if row is None:
        return None
    last, deltas = row.previous_invoice, row.deltas
    said = framed(
        sentences=[str(delta[f"text_{language}"]) for delta in deltas],
        change_only=is_change_only(kinds=[delta["kind"] for delta in deltas]),
        total_minor=sum(delta["amount_minor"] for delta in deltas),
        language=language,
        currency=row.invoice.currency,
        before=Compared(last.number, last.issued_on, last.total_minor) if last else None,
    )
    return Why(*headed(sentences=said if deltas else (SAME[language],), language=language))
