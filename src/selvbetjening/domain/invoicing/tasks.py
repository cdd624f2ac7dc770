"""Wake-ups of invoicing. The job stands beside the action that defers it; procrastinate looks for it here."""

from selvbetjening.domain.invoicing.actions.document_batch import document_job

__all__ = ["document_job"]
