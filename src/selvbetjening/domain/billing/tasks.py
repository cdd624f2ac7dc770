"""Wake-ups of billing. The job stands beside the action that it runs; procrastinate looks for it here."""

from selvbetjening.domain.billing.actions.run import run_job

__all__ = ["run_job"]
