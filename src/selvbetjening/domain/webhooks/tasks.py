"""Wake-ups of webhooks. The jobs stand beside the actions that do their work."""

from selvbetjening.domain.webhooks.actions.deliver import deliver_job
from selvbetjening.domain.webhooks.actions.verify import challenge_job

__all__ = ["challenge_job", "deliver_job"]
