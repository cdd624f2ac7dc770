"""Wake-ups of imports. The job stands beside the action that does its work."""

from selvbetjening.domain.imports.actions.work import work_job

__all__ = ["work_job"]
