"""Wake-ups of the book. The jobs stand beside the actions that do their work."""

from selvbetjening.domain.history.actions.close_gaps import close_gaps_job
from selvbetjening.domain.history.actions.react import react_job

__all__ = ["close_gaps_job", "react_job"]
