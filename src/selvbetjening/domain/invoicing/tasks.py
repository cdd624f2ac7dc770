"""Wake-ups of invoicing. The job stands beside the action that defers it; procrastinate looks for it here."""

from selvbetjening.domain.invoicing.actions.document_batch import document_job
from selvbetjening.domain.invoicing.actions.document_credit_note import credit_note_job
from selvbetjening.domain.invoicing.actions.send import send_job

__all__ = ["credit_note_job", "document_job", "send_job"]
