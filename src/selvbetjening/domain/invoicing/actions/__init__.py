"""Issue invoices, store their documents, and note what is paid of them."""

from selvbetjening.domain.invoicing.actions.make_document import document

__all__ = ["document"]
