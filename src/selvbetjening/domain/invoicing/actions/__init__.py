"""Issue invoices, store their documents, and note what is paid of them."""

from selvbetjening.domain.invoicing.actions.document import document

__all__ = ["document"]
