"""Wake-ups of webhooks. The jobs stand beside the actions that do their work."""

from selvbetjening.domain.webhooks.actions.deliver import deliver_job

__all__ = ["deliver_job"]
