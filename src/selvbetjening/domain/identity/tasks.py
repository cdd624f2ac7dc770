"""Wake-ups of identity. The jobs stand beside the actions that defer or do their work."""

from selvbetjening.domain.identity.actions.answer_login_request import answer_job
from selvbetjening.domain.identity.actions.host_keys import warn_job
from selvbetjening.domain.identity.actions.purge import purge_job

__all__ = ["answer_job", "purge_job", "warn_job"]
