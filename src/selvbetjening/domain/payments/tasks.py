"""Wake-ups of payments. The job stands beside the action that defers it; procrastinate looks for it here."""

from selvbetjening.domain.payments.actions.tell_off import tell_off_job

__all__ = ["tell_off_job"]
