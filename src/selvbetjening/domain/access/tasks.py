"""Wake-ups of access. The job stands beside the action that does its work."""

from selvbetjening.domain.access.actions.sweep import tidy_job

__all__ = ["tidy_job"]
