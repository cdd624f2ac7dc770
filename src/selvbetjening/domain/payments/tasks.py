"""Wake-ups of payments. The job stands beside the action that defers it; procrastinate looks for it here."""

from selvbetjening.domain.payments.actions.tell_off import tell_off_job
from selvbetjening.domain.payments.actions.warn_expiry import warn_expiry_job

__all__ = ["tell_off_job", "warn_expiry_job"]
