"""Why an invoice's amount is another than before, as it was frozen (CM-01)."""

from uuid import UUID

from selvbetjening.domain.invoicing.models import Invoice, InvoiceExplanation
from selvbetjening.domain.invoicing.rules.explain_words import SAME
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.ids import OrganizationId


def sentences_of(organization: OrganizationId, *, invoice: UUID, language: Language) -> list[str]:
    """One sentence for each reason, in the reader's language; none for an invoice from before there were any."""
    found = InvoiceExplanation.objects.filter(organization_id=organization, invoice_id=invoice).first()
    if found is None:
        return []
    return [str(delta[f"text_{language}"]) for delta in found.deltas] or [SAME[language]]


def previous_of(organization: OrganizationId, *, invoice: UUID) -> Invoice | None:
    """The invoice that it was compared with, or None."""
    found = InvoiceExplanation.objects.filter(organization_id=organization, invoice_id=invoice)
    found = found.select_related("previous_invoice").defer("previous_invoice__snapshot")
    return found[0].previous_invoice if found else None
