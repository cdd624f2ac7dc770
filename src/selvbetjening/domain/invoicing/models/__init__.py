"""Tables of invoicing."""

from selvbetjening.domain.invoicing.models.documents import InvoiceDocument
from selvbetjening.domain.invoicing.models.invoices import Invoice, InvoiceLine, NumberSeries

__all__ = ["Invoice", "InvoiceDocument", "InvoiceLine", "NumberSeries"]
