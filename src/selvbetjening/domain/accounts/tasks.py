"""Wake-ups of accounts. The job stands beside the action that does its work."""

from selvbetjening.domain.accounts.actions.accountants import warn_job

__all__ = ["warn_job"]
